import { sampleStandardDeviation } from 'simple-statistics';
import type { Interval } from '../interval.ts';
import { quantileSorted } from '../quantile.ts';

/**
 * The middle `level` of the replicates, between numpy's linear quantiles, and their standard deviation. Throws when a
 * replicate is not a finite number: a statistic that some resamples leave undefined has no such interval.
 */
export function percentileInterval(replicates: Float64Array, level: number): Omit<Interval, 'estimate'> {
  const undefinedAt = replicates.findIndex((value) => !Number.isFinite(value));
  if (undefinedAt >= 0) throw new RangeError(`bootstrap: replicate ${undefinedAt} is ${replicates[undefinedAt]}`);
  const ascending = replicates.toSorted();
  return {
    low: quantileSorted(ascending, (1 - level) / 2),
    high: quantileSorted(ascending, (1 + level) / 2),
    standardError: sampleStandardDeviation(Array.from(ascending)),
  };
}
