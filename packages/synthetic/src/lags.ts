import { MS_PER_DAY, MS_PER_HOUR } from './calendar.ts';
import { sigmaFromP99 } from './distributions.ts';

/** How late the rows of a table become known: a lognormal delay with this median and 99th percentile, in hours. */
export interface Lag {
  readonly median: number;
  readonly p99: number;
}

/** The delay in whole milliseconds, for a standard normal draw. */
export function lagMs({ median, p99 }: Lag): (normal: number) => number {
  const medianMs = median * MS_PER_HOUR;
  const sigma = sigmaFromP99(median, p99);
  return (normal) => Math.round(medianMs * Math.exp(sigma * normal));
}

/** The nightly load after an instant: 02:00 UTC of the next day. */
export function nightAfter(ms: number): number {
  return Math.floor(ms / MS_PER_DAY) * MS_PER_DAY + MS_PER_DAY + 2 * MS_PER_HOUR;
}
