import { rankScores } from '@applied-modeling/evaluation';
import { count, decimal, percent, usd } from '@applied-modeling/report';
import type { ScoredBatch } from './scored-batch.ts';

/** The column of reasons. */
export const BECAUSE = 'because';

/** Rows that are shown of those that are acted on. */
const SHOWN = 10;

/** The first to act on, as a table for people: whom, how likely, what it is worth, and why. What nobody knows has no column. */
export function rowsToActOn(batch: ScoredBatch, candidate: string): readonly Readonly<Record<string, string>>[] {
  const { score, quantity, probability, expectedUsd, entityId, reasons } = batch;
  const ranked = rankScores(score.map((one) => (Number.isNaN(one) ? Number.NEGATIVE_INFINITY : one))).order;
  const first = [...ranked].filter((row) => batch.isChosen[row] === 1).slice(0, SHOWN);
  const isKnown = (values: Float64Array) => first.some((row) => !Number.isNaN(values[row]));
  return first.map((row) => ({
    [candidate]: entityId[row],
    ...(quantity && { quantity: count(quantity[row]) }),
    ...(isKnown(probability) && { chance: percent(probability[row], 0) }),
    ...(isKnown(expectedUsd) && { 'worth acting': dollars(expectedUsd[row]) }),
    ...(first.some((one) => reasons[one].length > 0) && { [BECAUSE]: reasons[row].join('; ') }),
  }));
}

/** Small sums with their cents. */
function dollars(value: number): string {
  return Math.abs(value) < 100 ? `$${decimal(value, 2)}` : usd(value);
}
