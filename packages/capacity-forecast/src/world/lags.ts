import { MS_PER_HOUR, sigmaFromP99 } from '@applied-modeling/synthetic';

/**
 * The late-data policy, one line a table: how long after the end of an hour its rows can be known, in hours (lognormal with this
 * median and 99th percentile). Bills come late; a failed launch is in the log of the control plane within the hour.
 */
export const lagHours = {
  usage_hourly: { median: 6, p99: 14 },
  stockouts: { median: 0.33, p99: 1.17 },
  launch_failures: { median: 0.33, p99: 1.17 },
} as const;

/** When a row of the hour that starts at `hourMs` can be known, for a standard normal draw. */
export function availableAfterHour(hourMs: number, table: keyof typeof lagHours, normal: number): number {
  return hourMs + MS_PER_HOUR + Math.round(lagHours[table].median * MS_PER_HOUR * Math.exp(SIGMA[table] * normal));
}

const SIGMA = {
  usage_hourly: sigmaFromP99(lagHours.usage_hourly.median, lagHours.usage_hourly.p99),
  stockouts: sigmaFromP99(lagHours.stockouts.median, lagHours.stockouts.p99),
  launch_failures: sigmaFromP99(lagHours.launch_failures.median, lagHours.launch_failures.p99),
};
