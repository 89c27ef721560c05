import type { CostSweep, PricedQueue, SlotSweep } from '@applied-modeling/evaluation';
import { figure, table } from '../blocks.ts';
import { type QueueLength, queueLength } from '../charts/queue-length.ts';
import { sensitivity } from '../charts/sensitivity.ts';
import { count, decimal, estimate, percent, usd } from '../format.ts';
import type { Block, Figure } from '../page.ts';
import type { ChartSpec } from '../render-chart.ts';
import { drawnAs } from '../theme.ts';

/** The ladder of a list in dollars, and how it moves with the slots and with the price of an act. */
export interface QueuesTold extends QueuesDrawn {
  readonly money: readonly (PricedQueue & { readonly precision: number })[];
  /** Slots there are. */
  readonly k: number;
}

/** Money and precision by the length of a list, by its order, and by what one `act` costs, which a word names. */
export async function queueBlocks(told: QueuesTold, act: string, caption: string): Promise<readonly Block[]> {
  const rows = queueRows(told.money, { right: 'precision', acts: `${act}s` }).map((row, index) => {
    const { role, modelMinusThis } = told.money[index];
    return { ...row, 'model − this': role === 'model' ? '—' : estimate(modelMinusThis, usd) };
  });
  const [lengths, prices] = await queueFigures(told, {
    act,
    chosen: { length: told.k, label: 'weekly slots' },
    caption: 'Precision and money by the length of the weekly queue.',
    reading:
      'The dashed line is what a perfect ranking would reach: with more slots than positives nobody can be right every time.',
  });
  return [lengths, table({ caption, rows }), prices];
}

/** A row a list: how often it is right, whom it serves and what it nets. */
export function queueRows(
  money: QueuesTold['money'],
  words: Readonly<Record<'right' | 'acts', string>>,
): readonly Readonly<Record<string, string>>[] {
  return money.map(({ name, precision, served, net }) => ({
    'queue ordered by': name,
    [words.right]: percent(precision, 0),
    [words.acts]: count(served),
    'net [95 %]': estimate(net, usd),
  }));
}

export interface QueuesDrawn {
  readonly queueLengths: Omit<SlotSweep, 'achievable'> & Partial<Pick<SlotSweep, 'achievable'>>;
  readonly sensitivity: CostSweep;
}

/** Words for a list of another kind than a queue. */
export interface QueueWords extends Pick<QueueLength, 'chosen' | 'axis'> {
  /** What has a price: `contact`. */
  readonly act: string;
  readonly caption: string;
  readonly reading: string;
}

/** How precision and money move with the length of a list, and money with the price of an act. */
export async function queueFigures(
  { queueLengths, sensitivity: swept }: QueuesDrawn,
  { act, caption, reading, ...words }: QueueWords,
): Promise<readonly [Figure, Figure]> {
  const { lengths, policies, achievable } = queueLengths;
  const byLength = queueLength({
    lengths,
    policies: policies.map((one) => ({ ...one, role: drawnAs(one.role), netValue: one.net })),
    ...(achievable && { achievablePrecision: achievable }),
    ...words,
  });
  const byPrice = drawSweep(swept, `a ${act}`);
  const turns = swept.flips.map(
    ({ multiplier, label }) => ` At ×${decimal(multiplier, 1)} the best changes: ${label}.`,
  );
  const stays = swept.flips.length === 0 ? ` The best stays ${swept.best[0]}.` : '';
  const moved = `Net value when a ${act} costs a quarter to four times as much.${stays}${turns.join('')}`;
  return [await figure('queue-length', byLength, caption, reading), await figure('sensitivity', byPrice, moved)];
}

function drawSweep({ multipliers, policies, flips }: CostSweep, act: string): ChartSpec {
  const drawn = policies.map(({ name, role, net }) => ({ name, role: drawnAs(role), netValue: net }));
  return sensitivity({ assumption: `price of ${act}`, multipliers, policies: drawn, flips });
}

/** Everybody's list in dollars: on whom `acted` many times, and by how much the model beats each on the same resamples. */
export function pricedTable(
  priced: readonly Omit<PricedQueue, 'value' | 'cost'>[],
  { by, acted, caption }: Readonly<Record<'by' | 'acted' | 'caption', string>>,
): Block {
  return table({
    caption,
    rows: priced.map(({ name, role, served, net, modelMinusThis }) => ({
      [by]: name,
      [acted]: count(served),
      'net [95 %]': estimate(net, usd),
      'model − this': role === 'model' ? '—' : estimate(modelMinusThis, usd),
    })),
    emphasis: priced.findIndex(({ role }) => role === 'model'),
  });
}

/** How money moves with the price of an act, such as `reading a page`, and where the best list changes; `short` is its name where it is told again. */
export function priceFigure(sweep: CostSweep, act: string, short = act): Promise<Figure> {
  const caption = `Net value when ${short} costs a quarter to four times as much. ${tellFlips(sweep, act)}.`;
  return figure('sensitivity', drawSweep(sweep, act), caption);
}

/** Where the best queue changes as the price of an act moves, in a sentence without its full stop. */
export function tellFlips({ flips, best, multipliers }: CostSweep, act: string): string {
  if (flips.length === 0)
    return `From a quarter to four times the price of ${act} the best queue stays ${best[multipliers.indexOf(1)]}`;
  const told = flips.map(({ multiplier, label }) => `${decimal(multiplier, 2)} times the price (${label})`);
  return `The best queue changes at ${told.join(' and ')}`;
}
