import { Refusal } from '@applied-modeling/command';
import { type Calendar, type Split, splitRows, unusableWindows } from '@applied-modeling/evaluation';
import type { TrainingSet } from '../domain.ts';

/** Splits by time, one label apart: what a decision led to is known sixteen days later, and nothing learns from it before. */
export function split({ week, y }: TrainingSet, calendar: Calendar): Split {
  const folds = splitRows(calendar, week, (row) => !Number.isNaN(y[row]));
  const unusable = unusableWindows(folds, y);
  if (unusable.length > 0) throw new Refusal('the label has a single class', unusable);
  return folds;
}
