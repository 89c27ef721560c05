import { concatRows, fitCalibrators, take } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainedModel, TrainingSet } from '../domain.ts';
import { marginsOf } from '../evaluation/scorers.ts';
import { conformBound } from '../training-set/counterfactual.ts';

/**
 * Margins into probabilities, and the limit of the counterfactual moved, on the calibration days, which chose no split. Their first
 * half chose one number, when to stop; half the days hold half the page-worthy runs, and luck in them becomes a wrong chance
 * for everybody.
 */
export function calibrate(set: TrainingSet, model: TrainedModel): CalibratedModel {
  const rows = concatRows(model.fold.stopping, model.fold.calibration);
  const weight = take(set.weight, rows);
  const { platt, isotonic, none } = fitCalibrators(marginsOf(set, model, rows), take(set.y, rows), { weight });
  return { ...model, calibrator: isotonic, alternatives: [platt, none], boundShifts: conformBound(set, model, rows) };
}
