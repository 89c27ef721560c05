import { MS_PER_DAY, MS_PER_HOUR, MS_PER_WEEK } from '@applied-modeling/synthetic';

/**
 * What is decided and when its outcome is known: on the Thursday before, one level of whole nodes for each series and week.
 * The label is the demand of the week's 168 hours, not its mean and not its peak, because a level is paid for by the hour:
 * idle nodes in the quiet ones, unmet demand in the busy ones.
 *
 * Demand is not usage. Usage stops at the level that was provisioned, so the label is the demand estimated in demand.ts.
 */
export const labelContract = {
  event: 'hourly demand of the week, in nodes',
  leadDays: 4 /* Thursday to Monday: reservations take as long */,
  windowDays: 7,
  correctionDays: 5 /* billing restates usage for up to five days */,
} as const;

/** How many weeks before the planned one the newest lies that is over on the decision day. */
export const completeWeeksBack = 1 + Math.ceil(labelContract.leadDays / 7);

export const HOURS = 24 * labelContract.windowDays;

export const decisionHourUtc = 6;

/** The last moment at which a reservation for the week from `mondayMs` on can still be changed: Thursday 06:00 UTC. */
export function decidedBefore(mondayMs: number): number {
  return mondayMs - labelContract.leadDays * MS_PER_DAY + decisionHourUtc * MS_PER_HOUR;
}

/** Thursday + 16 days: from then on the outcome of a decision is known. The gap of the split follows from it. */
export const maturesAfterDays = labelContract.leadDays + labelContract.windowDays + labelContract.correctionDays;

/** When the level of `week` is decided; `epoch` is Monday 00:00 UTC of week 0. */
export function decidedAt({ epoch }: { readonly epoch: number }, week: number): number {
  return decidedBefore(epoch + week * MS_PER_WEEK);
}

/**
 * A week runs short at a level when far more of its hours exceed it than the prices allow. The event is judged at the level
 * in force, which is the one somebody may still want to change.
 */
export const shortWeek = { hoursShare: 0.3 /* a level at the optimum is short in one hour of six */ } as const;

export function isShort(demand: Float32Array, level: number): boolean {
  let short = 0;
  for (const nodes of demand) if (nodes > level) short += 1;
  return short > shortWeek.hoursShare * demand.length;
}

/** Why levels cannot be planned for a label: they are set by the week, by somebody who knows the week before last and no newer one. */
export function labelProblems({ leadDays, windowDays }: Readonly<Record<'leadDays' | 'windowDays', number>>): string[] {
  const isWeekAhead = Number.isInteger(leadDays) && leadDays >= 1 && leadDays <= 6;
  return [
    ...(windowDays === 7 ? [] : [`windowDays: found ${windowDays}, expected 7; a level holds from Monday to Sunday`]),
    ...(isWeekAhead ? [] : [`leadDays: found ${leadDays}, expected 1 to 6; a level is decided in the week before`]),
  ];
}
