import { denseNumbers, take } from '../rows.ts';
import { bootstrapSums } from './bootstrap-sums.ts';
import type { BootstrapEstimate, ResamplingOptions } from './cluster-bootstrap.ts';

/** With fewer, most resamples draw a handful of clusters again and again, and their spread means nothing. */
const FEWEST_CLUSTERS = 12;

/**
 * Means of several figures over the same rows, such as the NDCG of each ranker on each page, all on the same resamples of clusters,
 * so that their differences are paired. Rows where the first figure is NaN are left out: there it is not defined. Null where fewer
 * than a dozen clusters are left.
 */
export function bootstrapMeans(
  figures: readonly Float64Array[],
  cluster: Int32Array,
  options: ResamplingOptions,
): readonly BootstrapEstimate[] | null {
  const defined = Uint32Array.from(cluster.keys()).filter((row) => !Number.isNaN(figures[0][row]));
  const clusters = denseNumbers(take(cluster, defined));
  const count = clusters.reduce((most, id) => Math.max(most, id + 1), 0);
  if (count < FEWEST_CLUSTERS) return null;
  const sumOf = (valueAt: (row: number) => number) => {
    const sums = new Float64Array(count);
    for (const [at, row] of defined.entries()) sums[clusters[at]] += valueAt(row);
    return sums;
  };
  return bootstrapSums(
    [sumOf(() => 1), ...figures.map((figure) => sumOf((row) => figure[row]))],
    options,
    ([rows, ...sums]) => sums.map((sum) => sum / rows),
  );
}
