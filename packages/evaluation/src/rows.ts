/**
 * Rows are parallel lists: entry `i` of every list belongs to row `i`. A weight says how many rows a row stands for; it
 * may be fractional (inverse propensities) or zero (left out of a bootstrap replicate), and leaving it out means 1 each.
 */
export type Weights = ArrayLike<number>;

/** Throws unless every given list has as many entries as the first one; absent lists pass. */
export function assertSameRows(subject: string, lists: Readonly<Record<string, ArrayLike<unknown> | undefined>>): void {
  const [first, ...others] = Object.entries(lists).flatMap(([name, list]) => (list ? [{ name, list }] : []));
  for (const { name, list } of others) {
    if (list.length === first.list.length) continue;
    throw new RangeError(
      `${subject}: ${first.name} has ${first.list.length} rows but ${name} has ${list.length}; give one entry per row`,
    );
  }
}

/**
 * Weighted mean of `termOf(row)`, summed by Neumaier's method, so that a million small terms keep full float64
 * precision. Throws when the weights sum to zero.
 */
export function weightedMean(rows: number, termOf: (row: number) => number, weight?: Weights): number {
  let sum = 0;
  let lost = 0;
  let totalWeight = 0;
  for (let row = 0; row < rows; row++) {
    const rowWeight = weight ? weight[row] : 1;
    if (rowWeight === 0) continue; // the value of an absent row may be infinite, and 0 · ∞ is NaN
    const term = rowWeight * termOf(row);
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
    totalWeight += rowWeight;
  }
  if (!(totalWeight > 0)) throw new RangeError(`weighted mean of ${rows} rows: their weights sum to ${totalWeight}`);
  return (sum + lost) / totalWeight;
}

type Column = Float64Array | Float32Array | Int32Array | Uint32Array;

/** The values of chosen rows, as an array of the same kind. A plain loop: `from` with a function takes many times as long. */
export function take<Kind extends Column>(values: Kind, rows: Uint32Array): Kind {
  const out = new (values.constructor as new (length: number) => Kind)(rows.length);
  for (let at = 0; at < rows.length; at++) out[at] = values[rows[at]];
  return out;
}

/** The rows of both, in this order. */
export function concatRows(first: Uint32Array, second: Uint32Array): Uint32Array {
  const out = new Uint32Array(first.length + second.length);
  out.set(first);
  out.set(second, first.length);
  return out;
}

/** Numbers clusters without gaps, in the order they appear, as `clusterBootstrap` wants them. */
export function denseNumbers<Id>(cluster: ArrayLike<Id>): Int32Array {
  const numbers = new Map<Id, number>();
  return Int32Array.from(cluster, (id) => {
    if (!numbers.has(id)) numbers.set(id, numbers.size);
    return numbers.get(id)!;
  });
}
