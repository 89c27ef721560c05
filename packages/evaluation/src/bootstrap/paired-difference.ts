import { mean } from 'simple-statistics';
import type { Interval } from '../interval.ts';
import type { BootstrapEstimate } from './cluster-bootstrap.ts';
import { percentileInterval } from './percentile-interval.ts';

/** a − b, on the sample itself and over the resamples. */
export type PairedDifference = Interval & {
  /** Mean of a − b over the replicates; its distance from `estimate` is the bootstrap's guess of the bias. */
  readonly mean: number;
  /** True when 0 lies outside [low, high]. */
  readonly excludesZero: boolean;
};

/**
 * The difference of two statistics of one bootstrap, replicate by replicate. Two models scored on one sample share its luck,
 * which cancels here: this interval is usually far narrower than the two single ones suggest. Both must come from the same
 * `clusterBootstrap` call (or the same seed and clusters), else nothing cancels.
 */
export function pairedDifference(
  a: Pick<BootstrapEstimate, 'estimate' | 'replicates'>,
  b: Pick<BootstrapEstimate, 'estimate' | 'replicates'>,
  level = 0.95,
): PairedDifference {
  if (a.replicates.length !== b.replicates.length) {
    throw new RangeError(
      `pairedDifference: ${a.replicates.length} replicates against ${b.replicates.length}; take both from one bootstrap`,
    );
  }
  const differences = a.replicates.map((value, replicate) => value - b.replicates[replicate]);
  const interval = percentileInterval(differences, level);
  return {
    estimate: a.estimate - b.estimate,
    mean: mean(Array.from(differences)),
    excludesZero: interval.low > 0 || interval.high < 0,
    ...interval,
  };
}
