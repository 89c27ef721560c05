import * as charts from '@applied-modeling/report';
import { count, interval, percent, renderChart, type Section, usd } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { prices } from '../world/prices.ts';

/** What the weekly queue is worth, by its length, by its order and by the price of a contact. */
export async function queueSection({ evaluation, ingested }: JudgedRun): Promise<Section> {
  const { queueLengths, sensitivity, money } = evaluation;
  if (money.length === 0) return UNPRICED;
  const assumed = `On your own data a contact is assumed to keep ${percent(prices.saveRate, 0)} of the revenue at risk: what it really keeps only an experiment can tell.`;
  const queue = await renderChart(
    charts.queueLength({
      lengths: queueLengths.map(({ length }) => length),
      policies: queueLengths[0].queues.map(({ policy }, index) => ({
        name: policy,
        role: roleOf(policy),
        precision: queueLengths.map(({ queues }) => queues[index].precision),
        netValue: queueLengths.map(({ queues }) => queues[index].netUsd),
      })),
      achievablePrecision: queueLengths.map(({ achievable }) => achievable),
      chosen: { length: queueLengths.find(({ multiple }) => multiple === 1)!.length, label: 'weekly slots' },
    }),
  );
  const sweep = await renderChart(
    charts.sensitivity({
      assumption: 'price of a contact',
      multipliers: sensitivity.multipliers,
      policies: sensitivity.policies.map(({ name, netUsd }) => ({
        name,
        role: roleOf(name),
        netValue: netUsd,
      })),
      flips: sensitivity.flips,
    }),
  );
  return {
    title: 'What is the queue worth?',
    code: [{ label: 'queue-money.ts', href: '../../../packages/churn/src/queue-money.ts' }],
    blocks: [
      {
        kind: 'paragraph',
        text: 'The queue that is right most often need not be the one that earns most. Highest risk first also finds accounts that leave whatever anybody does; most revenue at risk first, which is what managers get, weighs the chance by what the account pays. Neither knows the effect of a contact, which only an experiment could tell.',
      },
      ...(ingested.source.kind === 'files' ? [{ kind: 'paragraph', text: assumed } as const] : []),
      {
        kind: 'figure',
        name: 'queue-length',
        chart: queue,
        caption: 'Precision and money by the length of the weekly queue.',
        reading:
          'The dashed line is what a perfect ranking would reach: with more slots than collapses nobody can be right every time.',
      },
      {
        kind: 'table',
        caption:
          'The test window; every account is contacted at most once. The riskiest accounts need not be the most valuable ones, nor those a contact helps most.',
        table: {
          columns: [
            { title: 'queue ordered by' },
            { title: 'precision', align: 'right' },
            { title: 'contacts', align: 'right' },
            { title: 'kept', align: 'right' },
            { title: 'cost', align: 'right' },
            { title: 'net [95 %]', align: 'right' },
          ],
          rows: money.map(({ policy, precision, contacts, valueUsd, costUsd, net }) => [
            policy,
            percent(precision, 0),
            count(contacts),
            usd(valueUsd),
            usd(costUsd),
            interval(net.estimate, [net.low, net.high], usd),
          ]),
        },
      },
      {
        kind: 'figure',
        name: 'sensitivity',
        chart: sweep,
        caption: 'Net value when a contact costs a quarter to four times as much.',
      },
    ],
  };
}

const UNPRICED: Section = {
  title: 'What is the queue worth?',
  blocks: [{ kind: 'paragraph', text: 'Unknown: no account has a revenue. Add `arr_usd` to accounts.' }],
};

function roleOf(policy: string): 'ceiling' | 'score' | 'baseline' {
  if (policy.startsWith('truth')) return 'ceiling';
  return policy.startsWith('model') ? 'score' : 'baseline';
}
