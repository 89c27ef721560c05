/**
 * What things cost, in one place. All of it is assumed, in US dollars; every report sweeps the ratio of unmet to idle by
 * ×¼ … ×4 and says where the decision flips.
 */
export const prices = {
  idleNodeHourUsd: 0.6 /* a node that waits */,
  unmetNodeHourUsd: 3 /* a node that was asked for and not there: margin, support and goodwill */,
} as const;

/**
 * Share of a week's hours that the cheapest level covers: unmet / (unmet + idle) = 5/6. It is a quantile of the hours of the
 * week and not of the weekly mean or the weekly peak, because every hour is paid for on its own.
 */
export const costQuantile = prices.unmetNodeHourUsd / (prices.unmetNodeHourUsd + prices.idleNodeHourUsd);
