import { quantileSorted, sortKnown } from '../quantile.ts';
import type { Weights } from '../rows.ts';

/** How one column was distributed when the model was fitted. JSON-serialisable. */
export type ColumnReference = {
  readonly name: string;
  /** Inner edges, ascending; bin i holds (edge i−1, edge i], the outer ones open to ±∞. */
  readonly edges: readonly number[];
  /** Share of the rows in every bin; the last entry is the share of missing values (NaN), a bin of its own. */
  readonly shares: readonly number[];
};

export type DriftReference = { readonly columns: readonly ColumnReference[] };

/**
 * Fixes the bins of every column from reference rows: deciles by default (numpy's linear quantiles), or one bin per value
 * where a column has no more values than bins.
 */
export function driftReference(
  columns: readonly ArrayLike<number>[],
  names: readonly string[],
  { bins = 10, weight }: { readonly bins?: number; readonly weight?: Weights | undefined } = {},
): DriftReference {
  if (columns.length !== names.length) {
    throw new RangeError(`driftReference: ${columns.length} columns for ${names.length} names`);
  }
  return {
    columns: columns.map((column, j) => {
      const edges = innerEdges(column, bins);
      return { name: names[j], edges, shares: binShares(column, edges, weight) };
    }),
  };
}

/** The top edge stays below the largest value, else a column that is nearly always at its maximum would be all one bin. */
function innerEdges(column: ArrayLike<number>, bins: number): number[] {
  const ascending = sortKnown(Float64Array.from(column));
  const distinct = ascending.filter((value, i) => value !== ascending[i - 1]);
  if (distinct.length <= bins) return Array.from(distinct.subarray(0, -1));
  const belowMaximum = distinct[distinct.length - 2];
  const quantiles = Array.from({ length: bins - 1 }, (_, bin) =>
    Math.min(quantileSorted(ascending, (bin + 1) / bins), belowMaximum),
  );
  return quantiles.filter((edge, i) => edge !== quantiles[i - 1]);
}

/** Share of the weight in every bin, missing values last. */
export function binShares(values: ArrayLike<number>, edges: readonly number[], weight?: Weights): number[] {
  const missingBin = edges.length + 1;
  const sums = new Array<number>(edges.length + 2).fill(0);
  let totalWeight = 0;
  for (let row = 0; row < values.length; row++) {
    const firstEdge = edges.findIndex((edge) => values[row] <= edge);
    const bin = Number.isNaN(values[row]) ? missingBin : firstEdge < 0 ? edges.length : firstEdge;
    const rowWeight = weight ? weight[row] : 1;
    sums[bin] += rowWeight;
    totalWeight += rowWeight;
  }
  if (!(totalWeight > 0)) throw new RangeError(`binShares: ${values.length} rows weigh ${totalWeight}`);
  return sums.map((sum) => sum / totalWeight);
}
