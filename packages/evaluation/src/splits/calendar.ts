/**
 * The calendar of a label contract: which steps are decided about, and what each of them is used for. Everything is laid out
 * backwards from the last step whose label is known, with the label's horizon empty between windows:
 *
 *   train (every nth) | gap | calibrate | gap | test | gap | now
 *
 * A step is a week, a day or an hour; the label may be told in days or in hours.
 */

import { gapSteps, type LabelContract, MS_PER_STEP, maturesAfterMs, type StepUnit } from './label-contract.ts';
import { assertDisjointLabelWindows } from './label-window-overlaps.ts';
import { stepRange, stepsIn } from './step-range.ts';
import { type Fold, type FoldPlan, temporalFold } from './temporal-fold.ts';

export type CalendarSettings = {
  readonly unit: StepUnit;
  readonly firstTrainStep: number;
  readonly trainStride: number;
  /** In every fold: a history that leaves the final one fewer is too short. */
  readonly minimumTrainDecisions: number;
  readonly calibrationSteps: number;
  readonly testSteps: number;
  /** Older folds of the same recipe on the training grid, one test window after the other. */
  readonly rolling: {
    readonly folds: number;
    /** A history without a place for so many is too short. */
    readonly minimumFolds: number;
    /** In each calibration window and in each test window. */
    readonly decisions: number;
    /** The window of the final fold before which the newest of them ends. */
    readonly endsBefore: 'calibration' | 'test';
  };
};

/** What is known of the past. Instants are milliseconds. */
export type History = {
  /** Where step 0 starts. */
  readonly epoch: number;
  /** Whole steps there are data of. */
  readonly historySteps: number;
  /** When step 0 is decided: with its start, or some time before. */
  readonly firstDecidedAt: number;
  /** Nothing available later is read. */
  readonly now: number;
};

/** A fold whose test lies in the future. */
export type RefitFold = Omit<Fold, 'test'>;

export type Calendar = Omit<History, 'firstDecidedAt'> & {
  readonly unit: StepUnit;
  readonly gapSteps: number;
  readonly lastMaturedStep: number;
  /** The fold whose figures are reported. */
  readonly final: Fold;
  /** Oldest first: how much the figures move from one fit to the next. */
  readonly rolling: readonly Fold[];
  /** What is put to work: the same recipe on the newest matured steps. */
  readonly refit: RefitFold;
  /** Every step some window uses, ascending. */
  readonly decisionSteps: readonly number[];
};

/** Throws when the history is too short for the windows, naming the step up to which labels would have to be known. */
export function planCalendar(settings: CalendarSettings, label: LabelContract, history: History): Calendar {
  const { firstDecidedAt: _, ...past } = history;
  const { unit } = settings;
  const gap = gapSteps(label, unit);
  const lastMaturedStep = lastMatured(unit, label, history);
  const folds = layOut(settings, gap, lastMaturedStep);
  if (folds === null) {
    let needed = lastMaturedStep + 1;
    while (layOut(settings, gap, needed) === null) needed += 1;
    throw new RangeError(
      `calendar: found labels known up to ${unit} ${lastMaturedStep}, expected at least ${unit} ${needed}, because training, ` +
        `calibration and test lie ${gap} ${unit}s apart; bring a longer history or shorten a window`,
    );
  }
  const { final, rolling, refit } = folds;
  for (const fold of [...rolling, final]) assertDisjointLabelWindows(fold, gap, unit);
  const judged = [...rolling, final].flatMap((fold) => [fold.train, fold.calibration, fold.test]);
  const windows = [...judged, refit.train, refit.calibration];
  const decisionSteps = [...new Set(windows.flatMap(stepsIn))].sort((a, b) => a - b);
  return { ...past, unit, gapSteps: gap, lastMaturedStep, ...folds, decisionSteps };
}

/**
 * The calendar of a history that begins at `epoch`, and the fewest steps for which there is one. Where `historyOf` is left out, a step
 * is decided as it begins, and nothing is known after the last.
 */
export function calendarPlanner(
  settings: CalendarSettings,
  label: LabelContract,
  historyOf = (epoch: number, steps: number): History => ({
    ...{ epoch, historySteps: steps, firstDecidedAt: epoch },
    now: epoch + steps * MS_PER_STEP[settings.unit],
  }),
) {
  return {
    planCalendar: (epoch: number, steps: number) => planCalendar(settings, label, historyOf(epoch, steps)),
    minimumHistory: () => minimumHistory(settings, label, (steps) => historyOf(0, steps)),
  };
}

/** Fewest steps of history for which `planCalendar` finds a place for every window; `historyOf` makes one of that length. */
export function minimumHistory(
  settings: CalendarSettings,
  label: LabelContract,
  historyOf: (steps: number) => History,
): number {
  const gap = gapSteps(label, settings.unit);
  let steps = 1;
  while (layOut(settings, gap, lastMatured(settings.unit, label, historyOf(steps))) === null) steps += 1;
  return steps;
}

function lastMatured(unit: StepUnit, label: LabelContract, { firstDecidedAt, now }: History): number {
  return Math.floor((now - maturesAfterMs(label) - firstDecidedAt) / MS_PER_STEP[unit]);
}

function layOut(
  settings: CalendarSettings,
  gap: number,
  lastMaturedStep: number,
): Pick<Calendar, 'final' | 'rolling' | 'refit'> | null {
  const { firstTrainStep, trainStride, minimumTrainDecisions, calibrationSteps, testSteps } = settings;
  const { folds, minimumFolds, decisions, endsBefore } = settings.rolling;
  requireAtLeast('calibrationSteps', calibrationSteps, 2 /* its halves serve two purposes */);
  requireAtLeast('testSteps', testSteps, 1);
  requireAtLeast('rolling.folds', folds, minimumFolds);
  if (folds > 0) requireAtLeast('rolling.decisions', decisions, 2 /* they calibrate as well */);
  const training = { firstTrainStep, trainStride, minimumTrainDecisions, gapSteps: gap };
  const widths = { calibrationDecisions: calibrationSteps, testDecisions: testSteps, stride: 1 };
  const final = temporalFold({ ...training, ...widths, name: 'final', lastTestStep: lastMaturedStep });
  if (final === null) return null;
  const rolled = { calibrationDecisions: decisions, testDecisions: decisions, stride: trainStride };
  const rolling = rollBack({ ...training, ...rolled }, settings.unit, final[endsBefore].first - 1, folds);
  if (rolling.length < minimumFolds) return null;
  const calibration = stepRange(final.test.last - calibrationSteps + 1, final.test.last);
  const lastTrainStep = Math.min(final.test.first, calibration.first) - gap;
  if (lastTrainStep < final.train.last) return null;
  const refit = { name: 'refit', train: stepRange(firstTrainStep, lastTrainStep, trainStride), calibration };
  return { final, rolling, refit };
}

function requireAtLeast(setting: string, found: number, least: number): void {
  if (found >= least) return;
  throw new RangeError(`calendar: ${setting}: found ${found}, expected at least ${least}; ask for more`);
}

/** As many folds as have a place, up to `count`, each named by its first test step; the newest one ends at `lastTestStep`. */
function rollBack(plan: FoldPlan, unit: StepUnit, lastTestStep: number, count: number): readonly Fold[] {
  const folds: Fold[] = [];
  let end = lastTestStep;
  while (folds.length < count) {
    const fold = temporalFold({ ...plan, name: unit, lastTestStep: end });
    if (fold === null) break;
    folds.unshift({ ...fold, name: `${unit} ${fold.test.first}` });
    end = fold.test.first - 1;
  }
  return folds;
}
