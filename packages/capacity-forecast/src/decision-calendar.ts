import { assertDisjointLabelWindows, type Fold, gapWeeks, temporalFold, weekRange } from '@applied-modeling/evaluation';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_WEEK } from '@applied-modeling/synthetic';
import { labelContract, maturesAfterDays } from './label.ts';
import { Refusal } from './refusal.ts';
import { calendarSettings } from './settings.ts';

/**
 * The weeks that are planned, and what each of them is used for. Everything is laid out backwards from the last week whose
 * outcome is known:
 *
 *   30 … 109 train | 112 … 127 calibrate | 130 … 155 test | now: Monday of week 157
 *
 * Between two windows lie the label's 16 days in whole weeks: on a Thursday the newest week that is known for good is three
 * weeks older than the one being planned.
 */
export interface DecisionCalendar {
  /** Monday 00:00 UTC of week 0, milliseconds. */
  readonly epoch: number;
  /** Milliseconds; nothing available later is read. */
  readonly now: number;
  readonly historyWeeks: number;
  readonly gapWeeks: number;
  readonly lastMaturedWeek: number;
  readonly final: Fold;
  readonly rolling: readonly Fold[];
  readonly refit: Pick<Fold, 'name' | 'train' | 'calibration'>;
  /** Every week that is planned by some fold, ascending. */
  readonly decisionWeeks: readonly number[];
}

/** When the level of `week` is decided: Thursday 06:00 UTC of the week before, which is the label's lead. */
export function decidedAt({ epoch }: Pick<DecisionCalendar, 'epoch'>, week: number): number {
  const { decisionHourUtc } = calendarSettings;
  return epoch + week * MS_PER_WEEK - labelContract.leadDays * MS_PER_DAY + decisionHourUtc * MS_PER_HOUR;
}

export function planCalendar(epoch: number, historyWeeks: number): DecisionCalendar {
  const { firstTrainWeek, trainStep, calibrationWeeks, testWeeks, rollingFolds } = calendarSettings;
  const gap = gapWeeks(maturesAfterDays);
  if (historyWeeks < minimumHistoryWeeks()) {
    throw new Refusal('the windows do not fit into the history', [
      `found ${historyWeeks} weeks, expected at least ${minimumHistoryWeeks()} for ${rollingFolds} rolling folds of ${calibrationWeeks} weeks and ${testWeeks} to test; shorten a window or leave out a fold`,
    ]);
  }
  const now = epoch + (historyWeeks + 1) * MS_PER_WEEK + calendarSettings.decisionHourUtc * MS_PER_HOUR;
  const lastMaturedWeek = historyWeeks - 1;
  const plan = { firstTrainWeek, trainStep, calibrationWeeks, testWeeks, gapWeeks: gap };
  const final = temporalFold({ ...plan, name: 'final', lastTestWeek: lastMaturedWeek });
  const rolling = Array.from({ length: rollingFolds }, (_, index) => {
    const lastTestWeek = final.test.firstWeek - 1 - (rollingFolds - 1 - index) * calibrationWeeks;
    const name = `week ${lastTestWeek - calibrationWeeks + 1}`;
    return temporalFold({ ...plan, testWeeks: calibrationWeeks, name, lastTestWeek });
  });
  for (const fold of [...rolling, final]) assertDisjointLabelWindows(fold, gap);
  const refit = {
    name: 'refit',
    train: weekRange(firstTrainWeek, final.test.firstWeek - gap, trainStep),
    calibration: weekRange(final.test.lastWeek - calibrationWeeks + 1, final.test.lastWeek),
  };
  const decisionWeeks = Array.from({ length: lastMaturedWeek - firstTrainWeek + 1 }, (_, i) => firstTrainWeek + i);
  return { epoch, now, historyWeeks, gapWeeks: gap, lastMaturedWeek, final, rolling, refit, decisionWeeks };
}

/** Whole weeks of history in which every window has a place, and the oldest fold a few weeks to train on. */
export function minimumHistoryWeeks(): number {
  const { firstTrainWeek, calibrationWeeks, testWeeks, rollingFolds } = calendarSettings;
  const gap = gapWeeks(maturesAfterDays);
  return firstTrainWeek + (1 + rollingFolds) * calibrationWeeks + 3 * gap + testWeeks;
}
