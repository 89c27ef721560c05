/**
 * What things cost, in one place. All of it is assumed, in US dollars; every report sweeps the price of a page by ×¼ … ×4 and
 * says where the decision flips.
 */
export const prices = {
  pageUsd: 150 /* an hour of somebody who was doing something else, or slept */,
  fatigueUsd: 150 /* on top, for each page of a team beyond two a shift of twelve hours */,
  pagesPerShift: 2,
  /** A minute of a late result, by tier: from what customers see to what nobody waits for. */
  usdPerMinute: { 1: 40, 2: 15, 3: 5, 4: 2 },
} as const;

/** What a page is good for: somebody answers, saves a share of what is left of the run, and mends the code behind it. */
export const response = {
  minutes: 10 /* until somebody has answered */,
  savedShare: 0.7 /* of the minutes left: the run is stopped and started right */,
  fixHours: 14 /* until a regression is taken back */,
} as const;

export type Tier = keyof typeof prices.usdPerMinute;
export const TIERS = Object.keys(prices.usdPerMinute).map(Number) as Tier[];

/** Minutes of excess at which a run of this tier is worth its page. */
export function worthwhileMinutes(tier: Tier): number {
  return prices.pageUsd / prices.usdPerMinute[tier];
}
