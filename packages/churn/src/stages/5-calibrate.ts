import { concatRows, fitCalibrators, take } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainedModel, TrainingSet } from '../domain.ts';

/**
 * Turns margins into probabilities on the calibration window, which chose no split. Its first half chose one number, when to
 * stop, and that shows in no rolling fold; half the weeks hold half the collapses, and luck in them becomes a wrong forecast of
 * everybody (decision record 9). Isotonic, with every block smoothed to (k + ½) / (n + 1), so that no account is ever told 0 %
 * or 100 %.
 *
 * Platt's sigmoid and the raw margins are kept beside it and judged in 6-evaluate: whether isotonic earns its freedom is
 * measured, not assumed. Any of the three may ship as the calibrator.
 */
export function calibrate(set: TrainingSet, model: TrainedModel): CalibratedModel {
  const rows = concatRows(model.fold.stopping, model.fold.calibration);
  const margin = model.scorer.margin(set, rows);
  const { isotonic, platt, none } = fitCalibrators(margin, take(set.y, rows), { weight: take(set.weight, rows) });
  return { ...model, calibrator: isotonic, alternatives: [isotonic, platt, none] };
}
