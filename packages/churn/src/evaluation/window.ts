import {
  type BootstrapEstimate,
  clusterBootstrap,
  type RankedScores,
  resampleAveragePrecision,
} from '@applied-modeling/evaluation';
import type { Interval, TrainingSet } from '../domain.ts';
import { denseNumbers, take } from '../rows.ts';
import { evaluateSettings } from '../settings.ts';

/** The rows of a test window as columns. */
export interface Window {
  readonly rows: Uint32Array;
  readonly label: Float32Array;
  readonly weight: Float32Array;
  readonly week: Int32Array;
  readonly cluster: Int32Array;
}

export function openWindow(set: TrainingSet, rows: Uint32Array): Window {
  return {
    rows,
    label: take(set.y, rows),
    weight: take(set.weight, rows),
    week: take(set.week, rows),
    cluster: denseNumbers(take(set.cluster, rows)),
  };
}

/**
 * Average precision of every score, on the same resamples. Whole accounts are drawn, never rows: an account's twelve weekly
 * rows are one story told twelve times.
 */
export function bootstrap(
  { label, weight, cluster }: Window,
  seed: number,
  scores: readonly RankedScores[],
  replicates: number,
) {
  const resample = scores.map((score) => resampleAveragePrecision({ label, score, weight, cluster }));
  return clusterBootstrap({
    cluster,
    seed,
    replicates,
    level: evaluateSettings.level,
    statistics: (drawn) => resample.map((averagePrecisionOf) => averagePrecisionOf(drawn)),
  });
}

/** Below this many collapsed accounts some resamples would hold none, and an interval would mean nothing anyway. */
export const MINIMUM_POSITIVE_ACCOUNTS = 15;

export function hasEnoughPositives({ label, cluster }: Window): boolean {
  return new Set(cluster.filter((_, row) => label[row] === 1)).size >= MINIMUM_POSITIVE_ACCOUNTS;
}

export function interval({
  estimate,
  low,
  high,
  standardError,
}: Pick<BootstrapEstimate, 'estimate' | 'low' | 'high' | 'standardError'>): Interval {
  return { estimate, low, high, standardError };
}

export function weightedMean(values: Float32Array, weight: Float32Array): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    sum += weight[row] * values[row];
    total += weight[row];
  }
  return sum / total;
}
