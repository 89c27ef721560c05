/**
 * What things cost, in one place. All of it is assumed, in US dollars; every report sweeps the price of the delay by
 * ×¼ … ×4 and says where the decision flips.
 */
export const prices = {
  blockedMinuteUsd: 8 /* a minute in which an interactive pool of `poolCores` works for one query alone */,
  poolCores: 32,
  delaySecondUsd: 0.01 /* somebody waits for a query that could have run at once */,
  routeDelaySeconds: 60 /* the heavy pool takes a minute more to begin */,
} as const;

/** Beyond it the formula of the queue would promise more than a pool can lose. */
export const BUSIEST = 0.95;

/**
 * What a query takes from everybody else when it runs in the interactive pool: the minutes it fills the pool, and the more of them
 * somebody waits for, the busier the pool is (of a queue with one server, u / (1 − u) wait).
 */
export function blockedUsd(cpuSeconds: number, utilisation: number): number {
  const minutes = cpuSeconds / prices.poolCores / 60;
  const busy = Math.min(BUSIEST, utilisation);
  return minutes * prices.blockedMinuteUsd * (busy / (1 - busy));
}

/** What the delay of the heavy pool costs whoever asked. */
export function routedUsd(): number {
  return prices.routeDelaySeconds * prices.delaySecondUsd;
}

/**
 * What can be done with a query that is likely expensive: the share of what it would take from the others that the action saves,
 * and what it costs whoever asked, whether the query was expensive or not. Nothing here refuses a query: a score is no reason to.
 */
export const ACTIONS = {
  route: { saves: 1, usd: routedUsd() },
  confirm: { saves: 0.4, usd: 0.4 } /* two in five narrow it or give it up; half a minute of an analyst */,
  limit: { saves: 0.6, usd: 2 } /* an answer of the first rows: often the wrong one */,
  'off-peak': { saves: 1, usd: 12 } /* the answer comes tomorrow */,
} as const;
export type Action = keyof typeof ACTIONS;
