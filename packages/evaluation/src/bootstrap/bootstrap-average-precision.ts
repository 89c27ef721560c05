import type { RankedScores } from '../metrics/rank-scores.ts';
import type { Weights } from '../rows.ts';
import { type BootstrapEstimate, clusterBootstrap, type ResamplingOptions } from './cluster-bootstrap.ts';
import { resampleAveragePrecision } from './resample-average-precision.ts';

/** Rows that scores are judged on. Clusters (customers, weeks, templates) are what is resampled, never rows. */
export type ClusteredRows = {
  /** 0 or 1. */
  readonly label: ArrayLike<number>;
  readonly weight?: Weights | undefined;
  /** Dense: 0 to (clusters − 1). */
  readonly cluster: Int32Array;
};

/**
 * Average precision of every ranking, all on the same resamples, so that their differences are paired. A resample without a
 * positive has none and is drawn anew: with positives in m clusters that is a share of about e⁻ᵐ. Throws where no row is positive.
 */
export function bootstrapAveragePrecision(
  rows: ClusteredRows,
  rankings: readonly RankedScores[],
  options: ResamplingOptions,
): readonly BootstrapEstimate[] {
  const resample = rankings.map((score) => resampleAveragePrecision({ ...rows, score }));
  // A label may be a share of what happened: it holds something wherever it is above 0.
  const holders = [...new Set(rows.cluster.filter((_, row) => rows.label[row] > 0 && (rows.weight?.[row] ?? 1) > 0))];
  return clusterBootstrap({
    ...options,
    cluster: rows.cluster,
    // With no ranking and no positive, as of own data without a shortage, there is nothing to define and nothing to draw anew.
    isDefined: (drawn) => rankings.length === 0 || holders.some((cluster) => drawn[cluster] > 0),
    statistics: (drawn) => resample.map((averagePrecisionOf) => averagePrecisionOf(drawn)),
  });
}

/** Whether the positives are many enough, in clusters enough: else some resamples hold none, and an interval means nothing. */
export function hasEnoughPositives(
  { label, cluster }: ClusteredRows,
  minimum: { readonly positives: number; readonly clusters: number },
): boolean {
  const clusters = cluster.filter((_, row) => label[row] === 1);
  return clusters.length >= minimum.positives && new Set(clusters).size >= minimum.clusters;
}
