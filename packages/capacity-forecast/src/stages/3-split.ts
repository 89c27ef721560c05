import { Refusal } from '@applied-modeling/command';
import { type Fold, halveWeeks, rowsInWeeks } from '@applied-modeling/evaluation';
import type { DecisionCalendar } from '../decision-calendar.ts';
import type { FoldRows, TrainingSet } from '../domain.ts';
import { HOURS } from '../label.ts';

export interface Split {
  /** Oldest first. */
  readonly rolling: readonly FoldRows[];
  readonly final: FoldRows;
  readonly refit: FoldRows;
}

/**
 * Splits by time, three weeks apart: what a level of this Thursday led to is known sixteen days later. Series are never
 * split: every one of them is planned every week, and one that leaks into another does so through its region, not its past.
 *
 * Rejected: leaving random weeks out (their neighbours tell them), and one origin (26 weekly decisions are the sample).
 */
export function split(set: TrainingSet, calendar: DecisionCalendar): Split {
  const usable = (rows: Uint32Array) => rows.filter((row) => set.anchor[row] > 0 && isWhole(set, row));
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
  for (const fold of [...all.rolling, all.final, all.refit]) requireRows(fold);
  return all;
}

/** A week with an hour missing would be planned from, but not learnt from or judged by. */
function isWhole({ demand }: TrainingSet, row: number): boolean {
  for (let hour = 0; hour < HOURS; hour++) if (Number.isNaN(demand[row * HOURS + hour])) return false;
  return true;
}

function requireRows({ fold, test, ...windows }: FoldRows): void {
  const filled = fold.name === 'refit' ? windows : { ...windows, test };
  const problems = Object.entries(filled).flatMap(([name, rows]) =>
    rows.length > 0 ? [] : [`${fold.name}, ${name} window: no series has a whole week of usage`],
  );
  if (problems.length > 0) {
    throw new Refusal('there is nothing to learn from or to judge by', [...problems, 'bring series without gaps']);
  }
}
