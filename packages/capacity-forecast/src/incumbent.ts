import { quantileOf } from '@applied-modeling/evaluation';

/**
 * How levels were chosen before there was a model: a little above the 0.90 quantile of what was billed in the four newest
 * weeks that were complete on the Thursday. Usage never shows what the nodes could not serve, so a week that was short
 * teaches the rule to be short again; the buffer is all that pulls it up. Three readers share it: the world, whose history
 * followed it; the ladder, where a model has to beat it; the registry, where it is the first champion.
 */
export const incumbent = {
  quantile: 0.9,
  buffer: 1.05,
  weeks: 4,
  openingFactor: 1.5 /* × usual nodes, before any week is known */,
  publishedAfterHours: 2 /* of the decision */,
} as const;

/** Whole nodes, from the first bills of the newest weeks; NaN where an hour is not yet billed. */
export function incumbentLevel(billed: Float64Array): number {
  return Math.ceil(incumbent.buffer * quantileOf(billed, incumbent.quantile));
}

/** The same as it is registered. */
export const incumbentRule = {
  name: 'four-week rule',
  features: ['node_hours'],
  sql: `SELECT series_id, ceil(${incumbent.buffer} * quantile_cont(node_hours, ${incumbent.quantile.toFixed(2)})) AS nodes
FROM usage_hourly
WHERE record_type = 'ORIGINAL' AND available_at <= $decided_at
  AND hour >= $first_hour - INTERVAL ${7 * incumbent.weeks} DAY AND hour < $first_hour -- the Monday of the decision's own week
GROUP BY series_id ORDER BY series_id`,
} as const;
