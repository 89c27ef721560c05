/**
 * The clock of a label. For a decision at t its outcome falls into [t + lead, t + lead + window), and nobody corrects it any
 * more `correction` later. A pipeline's contract says much besides; these three fields, in days or in hours, are what a split
 * has to know.
 */
export type LabelContract =
  | { readonly leadDays: number; readonly windowDays: number; readonly correctionDays: number }
  | { readonly leadHours: number; readonly windowHours: number; readonly correctionHours: number };

/** What a decision step is: the steps of a calendar follow each other by one of these. */
export type StepUnit = 'week' | 'day' | 'hour';

const MS_PER_HOUR = 3_600_000;

export const MS_PER_STEP: Readonly<Record<StepUnit, number>> = {
  week: 7 * 24 * MS_PER_HOUR,
  day: 24 * MS_PER_HOUR,
  hour: MS_PER_HOUR,
};

/** Milliseconds from a decision until its label is known for good: lead + window + correction. */
export function maturesAfterMs(label: LabelContract): number {
  const ms =
    'leadDays' in label
      ? (label.leadDays + label.windowDays + label.correctionDays) * MS_PER_STEP.day
      : (label.leadHours + label.windowHours + label.correctionHours) * MS_PER_STEP.hour;
  if (!(ms >= 0)) throw new RangeError(`label contract: matures after ${ms} ms; expected a time after the decision`);
  return ms;
}

/**
 * Whole steps until a label is known: one that matures after 93 days can teach 14 weeks later, not 13. At least 1, so that two
 * windows never share a step.
 */
export function gapSteps(label: LabelContract, unit: StepUnit): number {
  return Math.max(1, Math.ceil(maturesAfterMs(label) / MS_PER_STEP[unit]));
}
