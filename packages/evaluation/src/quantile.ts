/** The quantile of a list at a level, interpolated between neighbours as numpy's `nanquantile`; NaN entries are left out. */
export function quantileOf(values: Float64Array, level: number): number {
  return quantileSorted(sortKnown(values), level);
}

/**
 * The same of an ascending list without NaN; NaN of an empty one. Bit for bit the `quantileSorted` of simple-statistics, which
 * takes plain arrays only: copying a typed array into one costs more than the quantile.
 */
export function quantileSorted(sorted: Float64Array, level: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = level * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** A sorted copy without its NaN entries. */
export function sortKnown(values: Float64Array): Float64Array {
  const sorted = values.slice().sort(); // NaN goes last
  let known = sorted.length;
  while (known > 0 && Number.isNaN(sorted[known - 1])) known -= 1;
  return sorted.subarray(0, known);
}
