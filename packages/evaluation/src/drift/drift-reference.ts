import { quantileSorted, sortKnown } from '../quantile.ts';
import { assertRows, type Weights } from '../rows.ts';

/** How one column was distributed when the model was fitted. JSON-serialisable. */
export type ColumnReference = {
  readonly name: string;
  /** Ascending; bin i holds (edge i−1, edge i], the outer ones open to ±∞. The outermost edges enclose what was seen. */
  readonly edges: readonly number[];
  /** Share of the rows in every bin; the last entry is the share of missing values (NaN), a bin of its own. */
  readonly shares: readonly number[];
};

export type DriftOptions = {
  /** The reference rows; all of them, when left out. */
  readonly rows?: Uint32Array;
  readonly bins?: number;
  /** Of the reference rows. */
  readonly weight?: Weights | undefined;
};

export type DriftReference = { readonly columns: readonly ColumnReference[] };

/**
 * Fixes the bins of every column from reference rows: deciles by default (numpy's linear quantiles), or one bin per value
 * where a column has no more values than bins. Values that no row had get bins of their own, of share 0: below the least,
 * above the largest, and between single values. NaN is missing; an infinite value is refused, since JSON has none.
 */
export function driftReference(
  columns: readonly ArrayLike<number>[],
  names: readonly string[],
  { rows, bins = 10, weight }: DriftOptions = {},
): DriftReference {
  if (columns.length !== names.length) {
    throw new RangeError(`driftReference: ${columns.length} columns for ${names.length} names`);
  }
  return {
    columns: columns.map((all, j) => {
      const column = rows ? Float64Array.from(rows, (row) => all[row]) : all;
      const edges = edgesOf(names[j], column, bins);
      return { name: names[j], edges, shares: binShares(column, edges, weight) };
    }),
  };
}

/**
 * A bin of its own for a value ends at it and begins just below it. The top edge of a decile stays below the largest value,
 * else a column that is nearly always at its maximum would be all one bin.
 */
function edgesOf(name: string, column: ArrayLike<number>, bins: number): number[] {
  const ascending = sortKnown(Float64Array.from(column));
  const distinct = ascending.filter((value, i) => value !== ascending[i - 1]);
  if (distinct.length === 0) return [];
  const [least, largest] = [distinct[0], distinct[distinct.length - 1]];
  if (!Number.isFinite(largest - least)) {
    throw new RangeError(
      `driftReference: column ${name} reaches from ${least} to ${largest}, expected finite numbers; clip it, or use NaN for missing`,
    );
  }
  if (distinct.length <= bins)
    return Array.from(distinct)
      .flatMap((value) => [justBelow(value), value])
      .filter(differs);
  const belowMaximum = distinct[distinct.length - 2];
  const quantiles = Array.from({ length: bins - 1 }, (_, bin) =>
    Math.min(quantileSorted(ascending, (bin + 1) / bins), belowMaximum),
  );
  return [justBelow(least), ...quantiles, largest].filter(differs);
}

function differs(edge: number, at: number, edges: readonly number[]): boolean {
  return edge !== edges[at - 1];
}

/** The largest float64 below a finite one. */
function justBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const bits = new BigInt64Array(Float64Array.of(value).buffer);
  bits[0] += value > 0 ? -1n : 1n;
  return new Float64Array(bits.buffer)[0];
}

/** Share of the weight in every bin, missing values last. */
export function binShares(values: ArrayLike<number>, edges: readonly number[], weight?: Weights): number[] {
  assertRows('binShares', { values, weight });
  const missingBin = edges.length + 1;
  const sums = new Array<number>(edges.length + 2).fill(0);
  let totalWeight = 0;
  for (let row = 0; row < values.length; row++) {
    const bin = Number.isNaN(values[row]) ? missingBin : edgesBelow(edges, values[row]);
    const rowWeight = weight ? weight[row] : 1;
    sums[bin] += rowWeight;
    totalWeight += rowWeight;
  }
  if (!(totalWeight > 0)) throw new RangeError(`binShares: ${values.length} rows weigh ${totalWeight}`);
  return sums.map((sum) => sum / totalWeight);
}

function edgesBelow(edges: readonly number[], value: number): number {
  let bin = 0;
  while (bin < edges.length && value > edges[bin]) bin += 1;
  return bin;
}
