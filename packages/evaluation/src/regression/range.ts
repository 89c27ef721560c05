/** The least and the greatest value of a column. */
export type Range = readonly [least: number, most: number];

/** Of the values that are not missing; [0, 0] where all are. */
export function rangeOf(column: ArrayLike<number>): Range {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < column.length; row++) {
    if (column[row] < least) least = column[row];
    if (column[row] > most) most = column[row];
  }
  return least > most ? [0, 0] : [least, most];
}

/**
 * A line does not know where it ends: a value beyond all it was fitted on counts as the nearest of those, as a tree would have it.
 * Without a range any value counts as it is; missing (NaN) stays missing.
 */
export function holdIn(range: Range | undefined, value: number): number {
  return range ? Math.min(range[1], Math.max(range[0], value)) : value;
}
