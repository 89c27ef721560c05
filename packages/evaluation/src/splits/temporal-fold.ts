/**
 * Splits by time and leaves the label's horizon empty between windows: a row decided at step w has no known label before step
 * w + gap, so nothing that acts at step v may have learnt from it unless w + gap ≤ v. A random split breaks this for nearly
 * every row; a temporal split without the gap breaks it for the rows next to the border.
 *
 * The gap is an argument without a default: it follows from the label's contract, and nobody gets to forget it.
 */
import { type StepRange, stepRange } from './step-range.ts';

/** One experiment: fit on train, calibrate on calibration, judge on test. Its model goes to work at the first test step. */
export type Fold = {
  readonly name: string;
  readonly train: StepRange;
  readonly calibration: StepRange;
  readonly test: StepRange;
};

export type FoldPlan = {
  readonly firstTrainStep: number;
  /** 4 = train on every fourth step: neighbouring decisions of one entity are near copies. */
  readonly trainStride: number;
  /** With fewer training decisions there is no fold. */
  readonly minimumTrainDecisions: number;
  /** Decisions in the calibration and in the test window, and the steps from one to the next. */
  readonly calibrationDecisions: number;
  readonly testDecisions: number;
  readonly stride: number;
  /** From the label contract: `gapSteps(label, unit)`. */
  readonly gapSteps: number;
};

/**
 * The fold whose test window ends at `lastTestStep`, laid out backwards: test, gap, calibration, gap, then every training step
 * that is left. Windows with a stride end on the grid that starts with training, at or before where they could.
 * Null when too few training decisions are left.
 */
export function temporalFold(plan: FoldPlan & { readonly name: string; readonly lastTestStep: number }): Fold | null {
  const { name, lastTestStep, firstTrainStep, trainStride, stride, gapSteps } = plan;
  if (!(gapSteps >= 1)) throw new RangeError(`fold ${name}: a gap of ${gapSteps} steps; take it from gapSteps(label)`);
  const windowUpTo = (last: number, decisions: number): StepRange => {
    const onGrid = last - ((last - firstTrainStep) % stride);
    return stepRange(onGrid - (decisions - 1) * stride, onGrid, stride);
  };
  const test = windowUpTo(lastTestStep, plan.testDecisions);
  const calibration = windowUpTo(test.first - gapSteps, plan.calibrationDecisions);
  const lastMaturedStep = calibration.first - gapSteps;
  if (lastMaturedStep < firstTrainStep + (plan.minimumTrainDecisions - 1) * trainStride) return null;
  return { name, train: stepRange(firstTrainStep, lastMaturedStep, trainStride), calibration, test };
}
