import { Refusal } from '@applied-modeling/command';
import { type Calendar, type Split, splitRows, unusableWindows } from '@applied-modeling/evaluation';
import type { TrainingSet } from '../domain.ts';

/**
 * Splits by time and leaves one label horizon empty between windows: an account scored on 1 May is only known to have stayed
 * on 2 August. The windows come from the calendar, whose gap comes from the label contract; here they become rows, those whose
 * label says what happens without a contact.
 *
 * Rejected: a random split (an account's neighbouring weeks land on both sides), and a temporal split without the gap (the
 * last training labels overlap the first test features). The audit refuses both.
 */
export function split(set: TrainingSet, calendar: Calendar): Split {
  const folds = splitRows(calendar, set.week, (row) => set.weight[row] > 0);
  const problems = unusableWindows(folds, set.y);
  if (problems.length > 0) {
    throw new Refusal('the label has a single class, so nothing can be learnt or judged', [
      ...problems,
      'bring a longer history, more accounts, or a label that happens more often',
    ]);
  }
  return folds;
}
