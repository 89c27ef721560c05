import { concatRows, fitCalibrators, take } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainedModel, TrainingSet } from '../domain.ts';
import { budgetOf, createPager } from '../evaluation/paging.ts';
import { marginsOf } from '../evaluation/scorers.ts';
import { conformBound } from '../training-set/counterfactual.ts';

/**
 * Margins into probabilities, the limit of the counterfactual moved, and a cut-off that pages as often as the budget allows: on the
 * calibration days, which chose no split. Their first half chose one number, when to stop; half the days hold half the page-worthy
 * runs, and luck in them becomes a wrong chance for everybody.
 */
export function calibrate(set: TrainingSet, model: TrainedModel): CalibratedModel {
  const rows = concatRows(model.fold.stopping, model.fold.calibration);
  const weight = take(set.weight, rows);
  const margin = marginsOf(set, model, rows);
  const { platt, isotonic, none } = fitCalibrators(margin, take(set.y, rows), { weight });
  const pages = createPager(set, rows)(margin)(budgetOf(set, rows).pages);
  return {
    ...{ ...model, calibrator: isotonic, alternatives: [platt, none] },
    boundShifts: conformBound(set, model, rows),
    cutOff: pages.reduce((least, { at }) => Math.min(least, margin[at]), Number.POSITIVE_INFINITY),
  };
}
