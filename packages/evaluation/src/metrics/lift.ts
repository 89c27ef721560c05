import { assertRows, type Weights } from '../rows.ts';
import { asRanked, type RankedScores } from './rank-scores.ts';

export type LiftPoint = {
  /** Share of the rows taken from the top of the ranking, 0 to 1. */
  readonly fraction: number;
  /** Share of all positives among them: the cumulative gain. */
  readonly captured: number;
  /** Captured / fraction: how many times better than taking as many rows blindly. */
  readonly lift: number;
};

/**
 * Lift of the top fractions of a ranking, ties served in row order; a fraction that ends inside a row takes part of it.
 * Throws without a positive, and for a fraction outside (0, 1].
 */
export function lift(
  label: ArrayLike<number>,
  score: ArrayLike<number> | RankedScores,
  fractions: readonly number[],
  weight?: Weights,
): readonly LiftPoint[] {
  const { order } = asRanked(score);
  assertRows('lift', { label, score: order, weight });
  const weightAbove = new Float64Array(order.length + 1);
  const positivesAbove = new Float64Array(order.length + 1);
  order.forEach((row, rank) => {
    const rowWeight = weight ? weight[row] : 1;
    weightAbove[rank + 1] = weightAbove[rank] + rowWeight;
    positivesAbove[rank + 1] = positivesAbove[rank] + rowWeight * label[row];
  });
  const positives = positivesAbove[order.length];
  if (!(positives > 0)) throw new RangeError(`lift: no positive among ${order.length} rows; nothing to capture`);
  return fractions.map((fraction) => {
    if (!(fraction > 0 && fraction <= 1)) throw new RangeError(`lift: fraction ${fraction} is not in (0, 1]`);
    const depth = fraction * weightAbove[order.length];
    const rank = weightAbove.findIndex((above) => above >= depth);
    const partOfLastRow = (depth - weightAbove[rank - 1]) / (weightAbove[rank] - weightAbove[rank - 1]);
    const hits = positivesAbove[rank - 1] + partOfLastRow * (positivesAbove[rank] - positivesAbove[rank - 1]);
    return { fraction, captured: hits / positives, lift: hits / positives / fraction };
  });
}
