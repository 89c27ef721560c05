import { type SortScratch, sortColumn } from './sort-column.ts';

/**
 * The quantile of `values` at a level in (0, 1), a float32, as XGBoost takes it; NaN of no values or no weight. O(values).
 *
 * Without weights it lies between two values, at rank level * (n + 1) counted from 1 and within 1 and n: Weibull's definition,
 * type 6 in R and `method='weibull'` in numpy. With weights it is the least value up to which the weights sum to level * total,
 * which is always one of them: weights of 1 each are therefore not quite no weights.
 *
 * The threshold is rounded to float32 as in XGBoost, so that ten rows of weight 1 reach 0.3 of the total at the third. Sums
 * are doubles, though: XGBoost's float32 ones drift (its 0.9-quantile of 300,000 rows of weight 0.37 is that at 0.8995).
 */
export function quantile(
  values: Float32Array,
  weights: Float32Array | undefined,
  level: number,
  scratch: SortScratch,
): number {
  const count = sortColumn(values, scratch);
  const { rows } = scratch;
  return weights === undefined
    ? interpolated(values, rows, count, level)
    : leastReaching(values, weights, rows, count, level);
}

function interpolated(values: Float32Array, rows: Uint32Array, count: number, level: number): number {
  if (count === 0) return Number.NaN;
  const rank = level * (count + 1);
  const below = Math.floor(rank);
  if (level <= 1 / (count + 1)) return values[rows[0]];
  if (level >= count / (count + 1)) return values[rows[count - 1]];
  const lower = values[rows[below - 1]];
  return Math.fround(lower + (rank - below) * Math.fround(values[rows[below]] - lower));
}

function leastReaching(
  values: Float32Array,
  weights: Float32Array,
  rows: Uint32Array,
  count: number,
  level: number,
): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += weights[rows[i]];
  if (total === 0) return Number.NaN;
  const threshold = Math.fround(Math.fround(total) * level);
  let reached = 0;
  for (let i = 0; i < count; i++) {
    reached += weights[rows[i]];
    if (Math.fround(reached) >= threshold) return values[rows[i]];
  }
  return values[rows[count - 1]];
}
