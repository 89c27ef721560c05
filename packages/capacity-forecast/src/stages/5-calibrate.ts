import { concatRows, conformalShifts, fitCalibrators } from '@applied-modeling/evaluation';
import type { CalibratedModel, FittedModel, TrainingSet } from '../domain.ts';
import { demandOf } from '../evaluation/window.ts';
import { forecastQuantiles, groupsOf, shortfallMargin } from '../forecast/plan.ts';
import { isShort } from '../label.ts';
import { plannedAt } from '../settings.ts';

/**
 * Split conformal, by family, on weeks that neither chose a split nor a stopping round: each quantile is moved until the
 * promised share of hours lies below it.
 *
 * Isotonic, for the chance that a week runs short at the level in force, on all weeks before the test: eight weeks hold some
 * fifty such cases and the luck of a launch, and in rolling folds no learner's chances were the worse for its training weeks
 * (decision record 9). Platt's sigmoid is judged beside it and may ship as well. The margin is a ratio in logs and no log-odds,
 * so it is no chance as it stands.
 */
export function calibrate(set: TrainingSet, model: FittedModel): CalibratedModel {
  const { train, stopping, calibration } = model.fold;
  const hours = demandOf(set, calibration).map((nodes) => Math.max(0.5, nodes));
  const shifts = conformalShifts(hours, forecastQuantiles(model, set, calibration), groupsOf(set, calibration));
  const known = [train, stopping, calibration].reduce(concatRows);
  const inForce = known.filter((row) => set.provisioned[row] >= 0);
  const planned = forecastQuantiles({ ...model, shifts }, set, inForce).quantiles[plannedAt];
  const label = Float32Array.from(inForce, (row) => Number(isShort(demandOf(set, [row]), set.provisioned[row])));
  const { isotonic, platt } = fitCalibrators(shortfallMargin(planned, set, inForce), label);
  return { ...model, shifts, calibrator: isotonic, alternatives: [isotonic, platt] };
}
