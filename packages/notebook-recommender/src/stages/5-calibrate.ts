import { concatRows, fitCalibrators, take } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainedModel, TrainingSet } from '../domain.ts';
import { marginsShown } from '../training-set/margins.ts';

/**
 * Margins into probabilities on the calibration days, which taught the trees nothing: their first half chose one number, when to stop.
 * Rows count where they stood, because that is where it is known what became of them; served, the same map takes the margin of a
 * first place.
 */
export function calibrate(set: TrainingSet, model: TrainedModel): CalibratedModel {
  const rows = concatRows(model.fold.stopping, model.fold.calibration);
  const { platt, isotonic, none } = fitCalibrators(marginsShown(set, model, rows), take(set.y, rows));
  return { ...model, calibrator: isotonic, alternatives: [platt, none] };
}
