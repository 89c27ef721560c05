import type { Figures } from './answer.ts';
import { count, type Estimate, estimate, percent } from './format.ts';

/** What is read of a run that was judged. */
export type RunToTell = {
  readonly ingested: { readonly calendar: { readonly unit: 'hour' | 'day' | 'week'; readonly gapSteps: number } };
  readonly set: { readonly names: readonly string[] };
  readonly audit: { readonly passed: boolean };
  readonly gate: {
    readonly passed: boolean;
    readonly checks: readonly { readonly name: string; readonly passed: boolean }[];
  };
};

export type UsualFigures = {
  /** What is in force: `the rule`, or `version 3`. */
  readonly champion: string;
  readonly maturesAfterDays: number;
  /** Of the calibrator that ships. */
  readonly shipped: {
    readonly slope: Estimate | { readonly why: string };
    readonly expectedCalibrationError: number;
  };
};

/** What every answer tells of its run, under the names that every template gives it: `gap_weeks` where a step is a week. */
export function usualFigures(run: RunToTell, { champion, maturesAfterDays, shipped }: UsualFigures): Figures {
  const { set, audit, gate } = run;
  const { unit, gapSteps } = run.ingested.calendar;
  const failed = gate.checks.filter(({ passed }) => !passed).map(({ name }) => name);
  return {
    features: count(set.names.length),
    matures_days: count(maturesAfterDays),
    [`gap_${unit}s`]: count(gapSteps),
    slope: estimate(shipped.slope),
    calibration_error: percent(shipped.expectedCalibrationError, 2),
    gate: gate.passed
      ? 'The gate passed, so the new version is the `challenger`'
      : `The gate did not pass (${failed.join(', ')}), so the new version holds no alias`,
    champion,
    audit: audit.passed ? 'passed' : 'was refused',
  };
}
