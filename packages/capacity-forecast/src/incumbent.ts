/**
 * How levels were chosen before there was a model: a little above the 0.90 quantile of what was billed in the four newest
 * weeks that were complete on the Thursday. Usage never shows what the nodes could not serve, so a week that was short
 * teaches the rule to be short again.
 */
export const incumbentRule = {
  name: 'four-week rule',
  features: ['node_hours'],
  sql: `SELECT series_id, ceil(1.05 * quantile_cont(node_hours, 0.90)) AS nodes
FROM usage_hourly
WHERE record_type = 'ORIGINAL' AND available_at <= $decided_at
  AND hour >= $first_hour - INTERVAL 28 DAY AND hour < $first_hour -- the Monday of the decision's own week
GROUP BY series_id ORDER BY series_id`,
} as const;
