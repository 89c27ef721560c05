/**
 * The rule customer success managers used before there was a model: a burst of tickets or a drop in usage puts an account on
 * the watch-list, and nearly everybody who is newly listed is contacted. Three readers share it: the world, whose history
 * followed it; the ladder, where a model has to beat it; the registry, where it is the first champion.
 */
export const watchList = {
  tickets28d: 4 /* a healthy account files about 0.6 in four weeks */,
  usageRatio28To84: 0.78,
  weeks: 26 /* no second entry within half a year */,
} as const;

/** How contacts were drawn by lot: known by design, which is what makes the effect of a contact identifiable. */
export const contactDesign = {
  holdoutShare: 0.2 /* of all accounts, persistent: never contacted, whatever a rule or a model says */,
  contactShare: 0.9 /* of the listed accounts outside the holdout */,
} as const;

/** Is an account with these four weeks past one of the thresholds? */
export function isListed(tickets28d: number, usageRatio28To84: number): boolean {
  return isInCrisis(tickets28d) || usageRatio28To84 < watchList.usageRatio28To84;
}

/** The first of them: a burst of tickets. */
export function isInCrisis(tickets28d: number): boolean {
  return tickets28d >= watchList.tickets28d;
}

/** How far it is past either threshold: the rule as an order of accounts. */
export function urgency(tickets28d: number, usageRatio28To84: number): number {
  return Math.max(tickets28d / watchList.tickets28d, (1 - usageRatio28To84) / (1 - watchList.usageRatio28To84));
}

/** `urgency`, as it is registered: `ORDER BY` this line, descending. */
export const incumbentRule = {
  name: 'csm_rule',
  features: ['tickets_28d', 'usage_ratio_28_84'],
  sql: `greatest(tickets_28d / ${watchList.tickets28d}, (1 - usage_ratio_28_84) / (1 - ${watchList.usageRatio28To84}))`,
} as const;
