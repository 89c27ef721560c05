import { bootstrapSums } from '../bootstrap/bootstrap-sums.ts';
import type { ClusterBootstrapOptions } from '../bootstrap/cluster-bootstrap.ts';
import { type Interval, intervalOf } from '../interval.ts';
import { denseNumbers } from '../rows.ts';

/** One randomised experiment, a row a decision; lists run parallel. */
export interface Experiment {
  /** 1 where what treatment is meant to prevent happened. */
  readonly event: ArrayLike<number>;
  /** 1 treated, 0 spared by lot. */
  readonly treated: ArrayLike<number>;
  /** P(treated), known by design and strictly between 0 and 1. */
  readonly chance: ArrayLike<number>;
  readonly cluster: ArrayLike<number>;
}

/** With the event in fewer clusters of the spared some resample would divide by none. */
const MINIMUM_CLUSTERS = 15;

/**
 * The share of events a treatment prevents, 1 − P(event | treated) / P(event | spared), each rate weighed by one over the
 * chance of the arm (Hájek), with an interval from resampling clusters. Negative where treatment harms. Null where nobody was
 * treated, or where the event happened in too few clusters of the spared to say.
 */
export function preventedShare(
  { event, treated, chance, cluster }: Experiment,
  options: Pick<ClusterBootstrapOptions, 'seed' | 'replicates' | 'level'>,
): Interval | null {
  const dense = denseNumbers(cluster);
  const clusters = dense.reduce((most, id) => Math.max(most, id + 1), 0);
  const sums = Array.from({ length: 4 }, () => new Float64Array(clusters));
  for (let row = 0; row < event.length; row++) {
    const arm = treated[row] === 1 ? 0 : 2;
    const weight = 1 / (arm === 0 ? chance[row] : 1 - chance[row]);
    sums[arm][dense[row]] += weight * event[row];
    sums[arm + 1][dense[row]] += weight;
  }
  const [, ofTreated, lostSpared] = sums.map((bySum) => bySum.filter((sum) => sum > 0).length);
  if (ofTreated === 0 || lostSpared < MINIMUM_CLUSTERS) return null;
  const [share] = bootstrapSums(sums, options, ([lostTreated, ofTreated, lostSpared, ofSpared]) => [
    1 - lostTreated / ofTreated / (lostSpared / ofSpared),
  ]);
  return intervalOf(share);
}
