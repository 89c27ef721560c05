/**
 * Rows are parallel lists: entry `i` of every list belongs to row `i`. A weight says how many rows a row stands for; it
 * may be fractional (inverse propensities) or zero (left out of a bootstrap replicate), and leaving it out means 1 each.
 */
export type Weights = ArrayLike<number>;

interface Range {
  readonly from: number;
  readonly to: number;
  readonly expected: string;
}

const share: Range = { from: 0, to: 1, expected: 'a number from 0 to 1' };
const finite: Range = { from: -Number.MAX_VALUE, to: Number.MAX_VALUE, expected: 'a finite number' };

/** What the entries of a list may be, by its name. Rows of zero weight are no exception. */
const RANGES: Readonly<Record<string, Range>> = {
  label: share,
  probability: share,
  weight: { from: 0, to: Number.MAX_VALUE, expected: 'a finite number of at least 0' },
  margin: finite,
  actual: finite,
  predicted: finite,
  group: finite,
  relevance: { from: 0, to: 31, expected: 'a number from 0 to 31, as in XGBoost' },
};

/**
 * The one check of all that takes rows: every given list has as many entries as the first one, and those whose name has a range
 * lie within it; absent lists pass. A NaN lies in no range. Throws with the list and the row.
 */
export function assertRows(subject: string, lists: Readonly<Record<string, ArrayLike<number> | undefined>>): void {
  const [first, ...others] = Object.entries(lists).flatMap(([name, list]) => (list ? [{ name, list }] : []));
  for (const { name, list } of others) {
    if (list.length === first.list.length) continue;
    throw new RangeError(
      `${subject}: ${first.name} has ${first.list.length} rows but ${name} has ${list.length}; give one entry per row`,
    );
  }
  for (const { name, list } of [first, ...others]) if (name in RANGES) assertWithin(subject, name, list);
}

function assertWithin(subject: string, name: string, list: ArrayLike<number>): void {
  const { from, to, expected } = RANGES[name];
  for (let row = 0; row < list.length; row++) {
    if (list[row] >= from && list[row] <= to) continue;
    throw new RangeError(
      `${subject}: ${name} of row ${row} is ${list[row]}, expected ${expected}; mend the row or leave it out`,
    );
  }
}

/**
 * Weighted mean of `termOf(row)`, summed by Neumaier's method, so that a million small terms keep full float64
 * precision. Throws when the weights sum to zero, and like `assertRows` when one is none.
 */
export function weightedMean(rows: number, termOf: (row: number) => number, weight?: Weights): number {
  if (weight) assertRows('weightedMean', { weight });
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

/** The same where a row holds `each` values, one after the other: those of chosen rows, end to end. */
export function takeRuns(values: Float32Array, each: number, rows: ArrayLike<number>): Float32Array {
  const out = new Float32Array(rows.length * each);
  for (let at = 0; at < rows.length; at++) out.set(values.subarray(rows[at] * each, (rows[at] + 1) * each), at * each);
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
