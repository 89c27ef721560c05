/** The mean of the entries that are not NaN; NaN when there are none. */
export function meanKnown(values: ArrayLike<number>): number {
  let [sum, known] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    if (Number.isNaN(values[at])) continue;
    sum += values[at];
    known += 1;
  }
  return sum / known;
}

/** The same, and null when there are none: for a figure that is printed where it is known. */
export function meanOrNull(values: ArrayLike<number>): number | null {
  const mean = meanKnown(values);
  return Number.isNaN(mean) ? null : mean;
}
