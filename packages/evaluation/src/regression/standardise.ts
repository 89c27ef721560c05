import type { Weights } from '../rows.ts';

/** A column as (value − mean) / scale. */
export interface Standardised {
  readonly mean: number;
  /** The population deviation, or `leastScale`; 1 where the column is constant. */
  readonly scale: number;
  readonly isConstant: boolean;
  readonly standardised: Float64Array;
}

/** Weighted z-scores of a column. Rows of `isMissing` have no say and become 0, the mean. */
export function standardise(
  column: ArrayLike<number>,
  weight?: Weights,
  isMissing?: ArrayLike<number>,
  leastScale = 0,
): Standardised {
  let totalWeight = 0;
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < column.length; row++) {
    if (isMissing?.[row]) continue;
    totalWeight += weight ? weight[row] : 1;
    sum += (weight ? weight[row] : 1) * column[row];
  }
  const mean = totalWeight > 0 ? sum / totalWeight : 0;
  const standardised = new Float64Array(column.length);
  for (let row = 0; row < column.length; row++) {
    if (isMissing?.[row]) continue;
    standardised[row] = column[row] - mean;
    squares += (weight ? weight[row] : 1) * standardised[row] ** 2;
  }
  const deviation = Math.sqrt(squares / totalWeight);
  // The mean of a constant 0.1 is not quite 0.1; scaled by that difference, rounding noise would become a column.
  const isConstant = !(deviation > 1e-12 * Math.abs(mean));
  const scale = isConstant ? 1 : Math.max(leastScale, deviation);
  for (let row = 0; row < column.length; row++) standardised[row] /= scale;
  return { mean, scale, isConstant, standardised };
}
