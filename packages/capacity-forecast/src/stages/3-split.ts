import { refuseIfAny } from '@applied-modeling/command';
import { type Calendar, type Split, splitRows, unusableWindows } from '@applied-modeling/evaluation';
import type { TrainingSet } from '../domain.ts';
import { HOURS } from '../label.ts';

/**
 * Splits by time, three weeks apart: what a level of this Thursday led to is known sixteen days later. Series are never
 * split: every one of them is planned every week, and one that leaks into another does so through its region, not its past.
 *
 * Rejected: leaving random weeks out (their neighbours tell them), and one origin (26 weekly decisions are the sample).
 */
export function split(set: TrainingSet, calendar: Calendar): Split {
  const folds = splitRows(calendar, set.week, (row) => set.anchor[row] > 0 && isWhole(set, row));
  refuseIfAny(
    'there is nothing to learn from or to judge by',
    unusableWindows(folds),
    'a usable row is a series with a whole week of usage; bring series without gaps',
  );
  return folds;
}

/** A week with an hour missing would be planned from, but not learnt from or judged by. */
function isWhole({ demand }: TrainingSet, row: number): boolean {
  return !demand.subarray(row * HOURS, (row + 1) * HOURS).some(Number.isNaN);
}
