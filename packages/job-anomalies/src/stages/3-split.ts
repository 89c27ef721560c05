import { refuseIfAny } from '@applied-modeling/command';
import { type Calendar, type Split, splitRows, unusableWindows } from '@applied-modeling/evaluation';
import type { TrainingSet } from '../domain.ts';

/**
 * Splits by the day a run started, one label apart: whether it was page-worthy is judged two weeks later, and nothing learns from
 * it before. A random split would put the checkpoints of one run, and the runs of one incident, on both sides.
 */
export function split({ day, y }: TrainingSet, calendar: Calendar): Split {
  const folds = splitRows(calendar, day, (row) => !Number.isNaN(y[row]));
  refuseIfAny('the label has a single class: bring more runs, or other prices', unusableWindows(folds, y));
  return folds;
}
