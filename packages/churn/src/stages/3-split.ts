import { Refusal } from '@applied-modeling/command';
import { type Fold, halveWeeks, rowsInWeeks } from '@applied-modeling/evaluation';
import type { DecisionCalendar } from '../decision-calendar.ts';
import type { FoldRows, TrainingSet } from '../domain.ts';

export interface Split {
  /** Oldest first. */
  readonly rolling: readonly FoldRows[];
  readonly final: FoldRows;
  readonly refit: FoldRows;
}

/**
 * Splits by time and leaves one label horizon empty between windows: an account scored on 1 May is only known to have stayed
 * on 2 August. The windows come from the calendar, whose gap comes from the label contract; here they become rows.
 *
 * Rejected: a random split (an account's neighbouring weeks land on both sides), and a temporal split without the gap (the
 * last training labels overlap the first test features).
 */
export function split(set: TrainingSet, calendar: DecisionCalendar): Split {
  const usable = (rows: Uint32Array) => rows.filter((row) => set.weight[row] > 0);
  const rowsOf = (fold: Pick<Fold, 'name' | 'train' | 'calibration'>, test?: Fold['test']): FoldRows => {
    const [stopping, calibration] = halveWeeks(fold.calibration);
    return {
      fold,
      train: usable(rowsInWeeks(set.week, fold.train)),
      stopping: usable(rowsInWeeks(set.week, stopping)),
      calibration: usable(rowsInWeeks(set.week, calibration)),
      test: test ? usable(rowsInWeeks(set.week, test)) : new Uint32Array(0),
    };
  };
  const all: Split = {
    rolling: calendar.rolling.map((fold) => rowsOf(fold, fold.test)),
    final: rowsOf(calendar.final, calendar.final.test),
    refit: rowsOf(calendar.refit),
  };
  for (const fold of [...all.rolling, all.final, all.refit]) requireBothClasses(set, fold);
  return all;
}

function requireBothClasses(set: TrainingSet, { fold, test, ...windows }: FoldRows): void {
  const filled = test.length > 0 ? { ...windows, test } : windows;
  const problems = Object.entries(filled).flatMap(([name, rows]) => {
    const positives = rows.filter((row) => set.y[row] === 1).length;
    if (positives > 0 && positives < rows.length) return [];
    return [`${fold.name}, ${name} window: ${positives} collapses among ${rows.length} rows, expected both classes`];
  });
  if (problems.length > 0) {
    throw new Refusal('the label has a single class, so nothing can be learnt or judged', [
      ...problems,
      'bring a longer history, more accounts, or a label that happens more often',
    ]);
  }
}
