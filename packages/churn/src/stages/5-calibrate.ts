import { fitCalibrators, take } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainedModel, TrainingSet } from '../domain.ts';

/**
 * Turns margins into probabilities on the second half of the calibration window, which neither chose a split nor a stopping
 * round. Isotonic, with every block smoothed to (k + ½) / (n + 1), so that no account is ever told 0 % or 100 %.
 *
 * Platt's sigmoid and the raw margins are kept beside it and judged in 6-evaluate: whether isotonic earns its freedom is
 * measured, not assumed. Any of the three may ship as the calibrator.
 */
export function calibrate(set: TrainingSet, model: TrainedModel): CalibratedModel {
  const rows = model.fold.calibration;
  const margin = model.scorer.margin(set, rows);
  const { isotonic, platt, none } = fitCalibrators(margin, take(set.y, rows), { weight: take(set.weight, rows) });
  return { ...model, calibrator: isotonic, alternatives: [isotonic, platt, none] };
}
