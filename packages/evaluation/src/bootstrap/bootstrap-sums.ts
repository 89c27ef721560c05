import { type BootstrapEstimate, clusterBootstrap, type ResamplingOptions } from './cluster-bootstrap.ts';

/**
 * Bootstrap of figures that are made of sums over clusters, such as dollars by week, and of anything computed from them,
 * such as a ratio of two. `columns` hold one sum a cluster each; `figuresOf` gets their totals over a resample.
 */
export function bootstrapSums(
  columns: readonly ArrayLike<number>[],
  options: ResamplingOptions,
  figuresOf: (totals: readonly number[]) => readonly number[],
): readonly BootstrapEstimate[] {
  const cluster = Int32Array.from({ length: columns[0].length }, (_, id) => id);
  const totalOf = (column: ArrayLike<number>, drawn: Int32Array) =>
    drawn.reduce((total, times, id) => total + times * column[id], 0);
  const statistics = (drawn: Int32Array) => figuresOf(columns.map((column) => totalOf(column, drawn)));
  return clusterBootstrap({ ...options, cluster, statistics });
}
