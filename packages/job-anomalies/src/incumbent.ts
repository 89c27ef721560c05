/**
 * The rule in force before any model: page when a run has ended that took far longer than the runs of its job before it, by the
 * median and the quartiles of their log minutes. Three readers share it: the world, whose history was paged by it; the ladder;
 * the registry, where it is the first champion.
 *
 * Quartiles and not the MAD, which is the same for a symmetric spread, because a window of rows answers with quantiles.
 */
export const robustRule = {
  runs: 30 /* the newest that succeeded and landed before this one began */,
  minimumRuns: 3,
  z: 3.5 /* robust standard deviations: what textbooks suggest, 0.02 % of runs if they were normal */,
  muteHours: 24 /* the same job is not paged again within it */,
} as const;

const IQR_OF_NORMAL = 1.349;
const LEAST_SIGMA = 0.02; /* identical runs would page for a second of delay */

/** Robust standard deviation of log minutes, from their quartiles. */
export function robustSigma(firstQuartile: number, thirdQuartile: number): number {
  return Math.max(LEAST_SIGMA, (thirdQuartile - firstQuartile) / IQR_OF_NORMAL);
}

/** `robust z`, as it is registered: `ORDER BY` this line, descending. */
export const incumbentRule = {
  name: 'robust z',
  features: ['log_minutes', 'log_minutes_30', 'p25_log_minutes_30', 'p75_log_minutes_30'],
  sql: `(log_minutes - log_minutes_30) / greatest(${LEAST_SIGMA}, (p75_log_minutes_30 - p25_log_minutes_30) / ${IQR_OF_NORMAL})`,
} as const;
