import type { CostSweep, PricedQueue, SlotSweep } from '@applied-modeling/evaluation';
import { figure, table } from '../blocks.ts';
import { queueLength } from '../charts/queue-length.ts';
import { sensitivity } from '../charts/sensitivity.ts';
import { count, decimal, estimate, percent, usd } from '../format.ts';
import type { Block } from '../page.ts';
import { drawnAs } from '../theme.ts';

/** The ladder of a list in dollars, and how it moves with the slots and with the price of an act. */
export interface QueuesTold {
  readonly money: readonly (PricedQueue & { readonly precision: number })[];
  readonly queueLengths: SlotSweep;
  readonly sensitivity: CostSweep;
  /** Slots there are. */
  readonly k: number;
}

/** Money and precision by the length of a list, by its order, and by what one `act` costs, which a word names. */
export async function queueBlocks(told: QueuesTold, act: string, caption: string): Promise<readonly Block[]> {
  const { money, queueLengths, k } = told;
  const { multipliers, flips, policies } = told.sensitivity;
  const lengths = queueLength({
    lengths: queueLengths.lengths,
    policies: queueLengths.policies.map((one) => ({ ...one, role: drawnAs(one.role), netValue: one.net })),
    achievablePrecision: queueLengths.achievable,
    chosen: { length: k, label: 'weekly slots' },
  });
  const prices = sensitivity({
    assumption: `price of a ${act}`,
    multipliers,
    policies: policies.map(({ name, net }, at) => ({ name, role: drawnAs(money[at].role), netValue: net })),
    flips,
  });
  const turns = flips.map(({ multiplier, label }) => ` At ×${decimal(multiplier, 1)} the best changes: ${label}.`);
  const rows = money.map(({ name, role, precision, served, net, modelMinusThis }) => ({
    'queue ordered by': name,
    precision: percent(precision, 0),
    [`${act}s`]: count(served),
    'net [95 %]': estimate(net, usd),
    'model − this': role === 'model' ? '—' : estimate(modelMinusThis, usd),
  }));
  return [
    await figure(
      'queue-length',
      lengths,
      'Precision and money by the length of the weekly queue.',
      'The dashed line is what a perfect ranking would reach: with more slots than positives nobody can be right every time.',
    ),
    table({ caption, rows }),
    await figure(
      'sensitivity',
      prices,
      `Net value when a ${act} costs a quarter to four times as much.${turns.join('')}`,
    ),
  ];
}

/** Where the best queue changes as the price of an act moves, in a sentence without its full stop. */
export function tellFlips({ flips, best, multipliers }: CostSweep, act: string): string {
  if (flips.length === 0)
    return `From a quarter to four times the price of ${act} the best queue stays ${best[multipliers.indexOf(1)]}`;
  const told = flips.map(({ multiplier, label }) => `${decimal(multiplier, 2)} times the price (${label})`);
  return `The best queue changes at ${told.join(' and ')}`;
}
