/**
 * Splits by time and leaves the label's horizon empty between windows: a row decided in week w has no known label before
 * week w + gap, so nothing that acts in week v may have learnt from it unless w + gap ≤ v. A random split breaks this for
 * nearly every row; a temporal split without the gap breaks it for the rows next to the border.
 *
 * The gap is an argument without a default: it follows from the label's contract, and nobody gets to forget it.
 */
import { type WeekRange, weekRange } from './week-range.ts';

/** One experiment: fit on train, calibrate on calibration, judge on test. */
export type Fold = {
  readonly name: string;
  /** The week the fold's model goes to work, = the first test week. */
  readonly decidedAtWeek: number;
  readonly train: WeekRange;
  readonly calibration: WeekRange;
  readonly test: WeekRange;
};

export type FoldPlan = {
  readonly firstTrainWeek: number;
  readonly trainStep: number;
  readonly calibrationWeeks: number;
  readonly testWeeks: number;
  /** From the label contract: `gapWeeks(maturesAfterDays)`. */
  readonly gapWeeks: number;
};

/**
 * Whole weeks until a label is known: a label that matures after 93 days can teach 14 weeks later, not 13. At least 1, so
 * that two windows never share a week.
 */
export function gapWeeks(maturesAfterDays: number): number {
  if (!(maturesAfterDays >= 0)) throw new RangeError(`gapWeeks: a label matures after ${maturesAfterDays} days`);
  return Math.max(1, Math.ceil(maturesAfterDays / 7));
}

/**
 * The fold whose test window ends in `lastTestWeek`, laid out backwards: test, gap, calibration, gap, then every training
 * week that is left. Throws when no training week is left.
 */
export function temporalFold({
  name,
  lastTestWeek,
  firstTrainWeek,
  trainStep,
  calibrationWeeks,
  testWeeks,
  gapWeeks: gap,
}: FoldPlan & { readonly name: string; readonly lastTestWeek: number }): Fold {
  if (!(gap >= 1)) throw new RangeError(`fold ${name}: a gap of ${gap} weeks; take it from gapWeeks(maturesAfterDays)`);
  const test = weekRange(lastTestWeek - testWeeks + 1, lastTestWeek);
  const lastCalibrationWeek = test.firstWeek - gap;
  const calibration = weekRange(lastCalibrationWeek - calibrationWeeks + 1, lastCalibrationWeek);
  const lastMaturedWeek = calibration.firstWeek - gap;
  if (lastMaturedWeek < firstTrainWeek) {
    throw new RangeError(
      `fold ${name}: with a gap of ${gap} weeks only labels up to week ${lastMaturedWeek} are known when calibration starts ` +
        `in week ${calibration.firstWeek}, but training starts in week ${firstTrainWeek}; test later or shorten a window`,
    );
  }
  const train = weekRange(firstTrainWeek, lastMaturedWeek, trainStep);
  return { name, decidedAtWeek: test.firstWeek, train, calibration, test };
}

/** `count` folds of one plan, oldest first, the last one testing up to `lastTestWeek`, each one test window after the other. */
export function rollingFolds({
  lastTestWeek,
  count,
  ...plan
}: FoldPlan & { readonly lastTestWeek: number; readonly count: number }): readonly Fold[] {
  return Array.from({ length: count }, (_, index) => {
    const ends = lastTestWeek - (count - 1 - index) * plan.testWeeks;
    return temporalFold({ ...plan, name: `week-${ends - plan.testWeeks + 1}`, lastTestWeek: ends });
  });
}
