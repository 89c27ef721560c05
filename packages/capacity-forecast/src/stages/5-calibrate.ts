import { fitCalibrators, quantileOf } from '@applied-modeling/evaluation';
import type { CalibratedModel, QuantileModel, TrainingSet } from '../domain.ts';
import { groupsOf, predictQuantiles, shortfallMargin } from '../forecast/plan.ts';
import { HOURS, isShort } from '../label.ts';

/**
 * Split conformal (Lei et al. 2018, for quantiles Romano et al. 2019): on weeks that neither chose a split nor a stopping
 * round, each quantile of a family is moved until the promised share of hours lies below it. The hours of a week move
 * together, so the promise holds on average over weeks and not in each.
 *
 * Isotonic, for the chance that a week runs short at the level in force; Platt's sigmoid is judged beside it and may ship as
 * well. The margin is a ratio in logs and no log-odds, so it is no chance as it stands.
 */
export function calibrate(set: TrainingSet, model: QuantileModel): CalibratedModel {
  const rows = model.fold.calibration;
  const shifted = { ...model, shifts: conformalShifts(set, model, rows) };
  const inForce = rows.filter((row) => set.provisioned[row] >= 0);
  const label = Float32Array.from(inForce, (row) =>
    Number(isShort(set.demand.subarray(row * HOURS, (row + 1) * HOURS), set.provisioned[row])),
  );
  const { isotonic, platt } = fitCalibrators(shortfallMargin(shifted, set, inForce), label);
  return { ...shifted, calibrator: isotonic, alternatives: [isotonic, platt] };
}

/** Group → for each level the quantile, at that level, of log(hour / predicted quantile). */
function conformalShifts(set: TrainingSet, model: QuantileModel, rows: Uint32Array): Record<string, readonly number[]> {
  const predicted = predictQuantiles(model, set, rows);
  const group = groupsOf(set);
  const shifts: Record<string, readonly number[]> = {};
  for (const name of new Set(group)) {
    const members = [...rows.keys()].filter((at) => group[rows[at]] === name);
    shifts[name] = model.levels.map((level, index) => {
      const scores = new Float64Array(members.length * HOURS);
      for (const [place, at] of members.entries()) {
        for (let hour = 0; hour < HOURS; hour++) {
          const nodes = Math.max(0.5, set.demand[rows[at] * HOURS + hour]);
          scores[place * HOURS + hour] = Math.log(nodes / predicted[index][at]);
        }
      }
      return members.length > 0 ? quantileOf(scores, level) : 0;
    });
  }
  return shifts;
}
