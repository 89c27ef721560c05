import { assertDisjointLabelWindows, type Fold, gapWeeks, temporalFold, weekRange } from '@applied-modeling/evaluation';
import { MS_PER_HOUR, MS_PER_WEEK } from '@applied-modeling/synthetic';
import { maturesAfterDays } from './label.ts';
import { calendarSettings } from './settings.ts';

/**
 * The weeks in which decisions are made, and what each of them is used for. Everything is laid out backwards from `now`:
 *
 *   12 … 92 train (every 4th week) | gap 14 | 106 … 117 calibrate | gap 14 | 131 … 142 test | gap 14 | 156 now
 *
 * The gap is the label's 93 days in whole weeks. An account scored on 1 May is only known to have stayed on 2 August.
 */
export interface DecisionCalendar {
  /** Monday 00:00 UTC of week 0, milliseconds. */
  readonly epoch: number;
  /** Milliseconds; nothing available later is read. */
  readonly now: number;
  readonly historyWeeks: number;
  readonly gapWeeks: number;
  readonly lastMaturedWeek: number;
  /** The fold whose figures are reported. */
  readonly final: Fold;
  /** Older folds of the same recipe: how much the figures move from one quarter to the next. */
  readonly rolling: readonly Fold[];
  /** What is registered: the same recipe on the newest matured weeks, so its test window lies in the future. */
  readonly refit: Pick<Fold, 'name' | 'train' | 'calibration'>;
  /** Every week some window uses, ascending. */
  readonly decisionWeeks: readonly number[];
}

/** Monday 06:00 UTC: the nightly loads are in, and a manager finds the list when the week begins. */
export function decidedAt(calendar: Pick<DecisionCalendar, 'epoch'>, week: number): number {
  return calendar.epoch + week * MS_PER_WEEK + calendarSettings.decisionHourUtc * MS_PER_HOUR;
}

export function planCalendar(epoch: number, historyWeeks: number): DecisionCalendar {
  const { firstTrainWeek, trainStep, calibrationWeeks, testWeeks } = calendarSettings;
  const gap = gapWeeks(maturesAfterDays);
  const lastMaturedWeek = Math.floor((historyWeeks * 7 - maturesAfterDays) / 7);
  const plan = { firstTrainWeek, trainStep, calibrationWeeks, testWeeks, gapWeeks: gap };
  const final = temporalFold({ ...plan, name: 'final', lastTestWeek: lastMaturedWeek });
  const rolling = planRolling(final, gap);
  const refit = {
    name: 'refit',
    train: weekRange(firstTrainWeek, final.test.firstWeek - gap, trainStep),
    calibration: final.test,
  };
  for (const fold of [...rolling, final]) assertDisjointLabelWindows(fold, gap);
  const windows = [...[...rolling, final].flatMap((fold) => [fold.train, fold.calibration, fold.test]), refit.train];
  const decisionWeeks = [...new Set(windows.flatMap(weeksOf))].sort((a, b) => a - b);
  return {
    epoch,
    now: decidedAt({ epoch }, historyWeeks),
    historyWeeks,
    gapWeeks: gap,
    lastMaturedWeek,
    final,
    rolling,
    refit,
    decisionWeeks,
  };
}

/** Fewest whole weeks of history with which `planCalendar` finds a place for every window of the final fold. */
export function minimumHistoryWeeks(): number {
  const { firstTrainWeek, trainStep, calibrationWeeks, testWeeks, minimumTrainWeeks } = calendarSettings;
  const gap = gapWeeks(maturesAfterDays);
  return firstTrainWeek + (minimumTrainWeeks - 1) * trainStep + 3 * gap + calibrationWeeks + testWeeks - 1;
}

/** Rolling folds live on the training grid, three decisions a window, and all end before the final calibration begins. */
function planRolling(final: Fold, gap: number): Fold[] {
  const { firstTrainWeek, trainStep, minimumTrainWeeks, rollingFolds, rollingDecisions } = calendarSettings;
  const span = (rollingDecisions - 1) * trainStep;
  const onGrid = (week: number) => week - ((week - firstTrainWeek) % trainStep);
  const folds: Fold[] = [];
  let testEnd = onGrid(final.calibration.firstWeek - 1);
  while (folds.length < rollingFolds) {
    const test = { first: testEnd - span, last: testEnd };
    const calibrationEnd = onGrid(test.first - gap);
    const trainEnd = onGrid(calibrationEnd - span - gap);
    if (trainEnd < firstTrainWeek + (minimumTrainWeeks - 1) * trainStep) break;
    folds.unshift({
      name: `week ${test.first}`,
      decidedAtWeek: test.first,
      train: weekRange(firstTrainWeek, trainEnd, trainStep),
      calibration: weekRange(calibrationEnd - span, calibrationEnd, trainStep),
      test: weekRange(test.first, test.last, trainStep),
    });
    testEnd = test.first - trainStep;
  }
  return folds;
}

function weeksOf({ firstWeek, lastWeek, step }: Fold['train']): number[] {
  return Array.from({ length: (lastWeek - firstWeek) / step + 1 }, (_, index) => firstWeek + index * step);
}
