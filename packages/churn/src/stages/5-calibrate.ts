import { fitIsotonic, fitPlatt } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainedModel, TrainingSet } from '../domain.ts';

/**
 * Turns margins into probabilities on the second half of the calibration window, which neither chose a split nor a stopping
 * round. Isotonic, with every block smoothed to (k + ½) / (n + 1), so that no account is ever told 0 % or 100 %.
 *
 * Platt's sigmoid and the raw margins are kept beside it and judged in 6-evaluate: whether isotonic earns its freedom is
 * measured, not assumed.
 */
export function calibrate(set: TrainingSet, model: TrainedModel): CalibratedModel {
  const rows = model.fold.calibration;
  const margin = model.scorer.margin(set, rows);
  const label = Float32Array.from(rows, (row) => set.y[row]);
  const weight = Float32Array.from(rows, (row) => set.weight[row]);
  return {
    ...model,
    calibrator: fitIsotonic(margin, label, { weight }),
    alternatives: { platt: fitPlatt(margin, label, { weight }), none: { method: 'none' } },
  };
}
