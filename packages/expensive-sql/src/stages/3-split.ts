import { refuseIfAny } from '@applied-modeling/command';
import { type Calendar, type Split, splitRows, unusableWindows } from '@applied-modeling/evaluation';
import type { TrainingSet } from '../domain.ts';

/**
 * Splits by the day of submission, one label apart. Traffic repeats, so most queries of the test days have templates that training
 * has seen; that is what will happen live, and the unseen ones are judged apart. A random split would hide them.
 *
 * Queries without a label are left out, and so are those nobody can read: they fail open, and no model is asked.
 */
export function split({ day, y, kind }: TrainingSet, calendar: Calendar): Split {
  const folds = splitRows(calendar, day, (row) => !Number.isNaN(y[row]) && kind[row] === 'understood');
  refuseIfAny('the label has a single class', unusableWindows(folds, y));
  return folds;
}
