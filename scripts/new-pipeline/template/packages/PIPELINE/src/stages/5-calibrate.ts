import { fitCalibrators, take } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainedModel, TrainingSet } from '../domain.ts';
import { marginsOf } from '../evaluation/scorers.ts';

/**
 * Margins into probabilities on the second half of the calibration window, which neither chose a split nor a stopping round.
 * Platt's sigmoid ships: some hundred rows are few for isotonic, which is judged beside it.
 */
export function calibrate(set: TrainingSet, model: TrainedModel): CalibratedModel {
  const { calibration } = model.fold;
  const { platt, isotonic, none } = fitCalibrators(marginsOf(set, model, calibration), take(set.y, calibration));
  return { ...model, calibrator: platt, alternatives: [isotonic, none] };
}
