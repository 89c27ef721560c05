import { fitCalibrators, take } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainedModel, TrainingSet } from '../domain.ts';
import { marginsOf } from '../evaluation/scorers.ts';

/** Margins into probabilities on the second half of the calibration days, which neither chose a split nor a stopping round. */
export function calibrate(set: TrainingSet, model: TrainedModel): CalibratedModel {
  const { calibration } = model.fold;
  const margin = marginsOf(set, model, calibration);
  const { platt, isotonic, none } = fitCalibrators(margin, take(set.y, calibration), {
    weight: take(set.weight, calibration),
  });
  return { ...model, calibrator: isotonic, alternatives: [platt, none] };
}
