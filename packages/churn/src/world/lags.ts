import { MS_PER_DAY, MS_PER_HOUR, sigmaFromP99 } from '@applied-modeling/synthetic';

/**
 * The late-data policy, one line a table: how long after the end of a day its rows can be known, in hours (lognormal with
 * this median and 99th percentile). Tickets come with the nightly load at 02:00.
 */
export const lagHours = {
  usage_daily: { median: 6, p99: 14 },
  query_daily: { median: 0.33, p99: 1.17 },
  jobs_daily: { median: 1, p99: 3 },
  audit_daily: { median: 1, p99: 3 },
  tickets: { median: 2, p99: 2 },
} as const;

/** Billing corrects this share of its rows, that many days later, by a retraction and a restatement. */
export const corrections = { share: 0.015, minimumDays: 1, maximumDays: 5 } as const;

/** In this share of region-weeks billing stands still for some days and delivers late: missing, not zero. */
export const feedOutage = { share: 0.02, minimumDays: 2, maximumDays: 4 } as const;

/** When a row of the day that starts at `dayMs` can be known, for a standard normal draw. */
export function availableAfterDay(dayMs: number, table: keyof typeof lagHours, normal: number): number {
  return dayMs + MS_PER_DAY + Math.round(MEDIAN_MS[table] * Math.exp(SIGMA[table] * normal));
}

const tables = Object.keys(lagHours) as (keyof typeof lagHours)[];
const MEDIAN_MS = perTable((lag) => lag.median * MS_PER_HOUR);
const SIGMA = perTable((lag) => sigmaFromP99(lag.median, lag.p99));

function perTable(value: (lag: { median: number; p99: number }) => number): Record<keyof typeof lagHours, number> {
  return Object.fromEntries(tables.map((table) => [table, value(lagHours[table])])) as Record<
    keyof typeof lagHours,
    number
  >;
}
