import * as charts from '@applied-modeling/report';
import { count, interval, renderChart, type Section, usd } from '@applied-modeling/report';
import type { TrainRun } from '../pipeline.ts';

/** What the weekly queue is worth, by its length, by its order and by the price of a contact. */
export async function queueSection({ evaluation }: TrainRun): Promise<Section> {
  const { queueLengths, sensitivity, money } = evaluation;
  const queue = await renderChart(
    charts.queueLength({
      lengths: queueLengths.map(({ length }) => length),
      policies: [
        {
          name: 'model',
          role: 'score',
          precision: queueLengths.map(({ precision }) => precision),
          netValue: queueLengths.map(({ netUsd }) => netUsd),
        },
        {
          name: 'CSM rule',
          role: 'baseline',
          precision: queueLengths.map(({ rulePrecision }) => rulePrecision),
          netValue: queueLengths.map(({ ruleNetUsd }) => ruleNetUsd),
        },
      ],
      achievablePrecision: queueLengths.map(({ achievable }) => achievable),
      chosen: { length: queueLengths[2].length, label: 'weekly slots' },
    }),
  );
  const sweep = await renderChart(
    charts.sensitivity({
      assumption: 'price of a contact',
      multipliers: sensitivity.multipliers,
      policies: sensitivity.policies.map(({ name, netUsd }) => ({
        name,
        role: name.startsWith('truth') ? 'ceiling' : name.startsWith('model') ? 'score' : 'baseline',
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
        kind: 'figure',
        name: 'queue-length',
        chart: queue,
        caption: 'Precision and money by the length of the weekly queue.',
        reading:
          'The grey line is what a perfect ranking would reach: with more slots than collapses nobody can be right every time.',
      },
      {
        kind: 'table',
        caption:
          'Twelve weeks; every account is contacted at most once. The riskiest accounts are not the most valuable ones, nor those a contact helps most.',
        table: {
          columns: [
            { title: 'queue ordered by' },
            { title: 'contacts', align: 'right' },
            { title: 'kept', align: 'right' },
            { title: 'cost', align: 'right' },
            { title: 'net [95 %]', align: 'right' },
          ],
          rows: money.map(({ policy, contacts, valueUsd, costUsd, net }) => [
            policy,
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
