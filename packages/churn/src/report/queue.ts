import * as report from '@applied-modeling/report';
import { count, estimate, percent, usd } from '@applied-modeling/report';
import type { JudgedRun } from '../pipeline.ts';
import { prices } from '../prices.ts';

const title = 'What is the queue worth?';

/** What the weekly queue is worth, by its length, by its order and by the price of a contact. */
export async function queueSection({ evaluation, ingested }: JudgedRun): Promise<report.Section> {
  if (evaluation.money.length === 0)
    return { title, blocks: [report.paragraph('Unknown: no account has a revenue. Add `arr_usd` to accounts.')] };
  const assumed = `On your own data a contact is assumed to keep ${percent(prices.saveRate, 0)} of the revenue at risk: what it really keeps only an experiment can tell.`;
  return {
    title,
    code: ['evaluation/queue-money.ts'],
    blocks: [
      report.paragraph(
        'The queue that is right most often need not be the one that earns most. Highest risk first also finds accounts that leave whatever anybody does; most revenue at risk first, which is what managers get, weighs the chance by what the account pays. Neither knows the effect of a contact, which only an experiment could tell.',
      ),
      ...(ingested.source.kind === 'files' ? [report.paragraph(assumed)] : []),
      await lengthFigure(evaluation),
      queues(evaluation),
      await priceFigure(evaluation),
    ],
  };
}

function lengthFigure({
  queueLengths: { lengths, achievable, policies },
  k,
}: JudgedRun['evaluation']): Promise<report.Figure> {
  const spec = report.queueLength({
    lengths,
    policies: policies.map((one) => ({ ...one, role: report.drawnAs(one.role), netValue: one.netUsd })),
    achievablePrecision: achievable,
    chosen: { length: k, label: 'weekly slots' },
  });
  return report.figure(
    'queue-length',
    spec,
    'Precision and money by the length of the weekly queue.',
    'The dashed line is what a perfect ranking would reach: with more slots than collapses nobody can be right every time.',
  );
}

function queues({ money }: JudgedRun['evaluation']): report.Block {
  return report.table({
    caption:
      'The test window; every account is contacted at most once. The riskiest accounts need not be the most valuable ones, nor those a contact helps most.',
    rows: money.map(({ name, precision, contacts, valueUsd, costUsd, net }) => ({
      'queue ordered by': name,
      precision: percent(precision, 0),
      contacts: count(contacts),
      kept: usd(valueUsd),
      cost: usd(costUsd),
      'net [95 %]': estimate(net, usd),
    })),
  });
}

function priceFigure({
  money,
  sensitivity: { multipliers, policies, flips },
}: JudgedRun['evaluation']): Promise<report.Figure> {
  const spec = report.sensitivity({
    assumption: 'price of a contact',
    multipliers,
    policies: policies.map(({ name, netUsd }, index) => ({
      name,
      role: report.drawnAs(money[index].role),
      netValue: netUsd,
    })),
    flips,
  });
  const turns = flips.map(
    ({ multiplier, label }) => ` At ×${report.decimal(multiplier, 1)} the best changes: ${label}.`,
  );
  return report.figure(
    'sensitivity',
    spec,
    `Net value when a contact costs a quarter to four times as much.${turns.join('')}`,
  );
}
