import { refuseIfAny } from '@applied-modeling/command';
import { type Calendar, type Split, splitRows, unusableWindows } from '@applied-modeling/evaluation';
import type { TrainingSet } from '../domain.ts';

/**
 * Splits by the day of the slate, one label apart. Users come back, so most of the test days' users have a past; the new ones are judged
 * apart. A random split would teach a model what was opened together next week.
 *
 * Windows hold the rows that have a label: what was shown. Of the test days a policy is judged on all candidates, which the set holds
 * beside them.
 */
export function split({ day, y }: TrainingSet, calendar: Calendar): Split {
  const folds = splitRows(calendar, day, (row) => !Number.isNaN(y[row]));
  refuseIfAny('the label has a single class', unusableWindows(folds, y));
  return folds;
}
