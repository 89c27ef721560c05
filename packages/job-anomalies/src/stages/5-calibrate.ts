import { concatRows, fitCalibrators, take } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainedModel, TrainingSet } from '../domain.ts';
import { marginsOf } from '../evaluation/scorers.ts';
import { conformLimit } from '../training-set/counterfactual.ts';

/**
 * Margins into probabilities on the second half of the calibration days, which neither chose a split nor a stopping round; the limit
 * of the counterfactual, which stopped nowhere, on both halves.
 */
export function calibrate(set: TrainingSet, model: TrainedModel): CalibratedModel {
  const { stopping, calibration } = model.fold;
  const weight = take(set.weight, calibration);
  const { platt, isotonic, none } = fitCalibrators(marginsOf(set, model, calibration), take(set.y, calibration), {
    weight,
  });
  const limitShifts = conformLimit(set, model, concatRows(stopping, calibration));
  return { ...model, calibrator: isotonic, alternatives: [platt, none], limitShifts };
}
