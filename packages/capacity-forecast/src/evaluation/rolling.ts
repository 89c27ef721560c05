import { coveredShares, meanKnown, pinballLossOfLevels } from '@applied-modeling/evaluation';
import type { CalibratedModel, Evaluation, TrainingSet } from '../domain.ts';
import { planLevels } from '../forecast/plan.ts';
import { HOURS } from '../label.ts';
import { costQuantile } from '../settings.ts';

/** The same recipe fitted earlier, with less history each. The bootstrap cannot know this spread. */
export function judgeFits(set: TrainingSet, models: readonly CalibratedModel[]): Evaluation['rolling'] {
  return models.map((model) => {
    const { test, fold } = model.fold;
    const planned = planLevels(model, set, test);
    const demand = demandOf(set, test);
    return {
      name: fold.name,
      coverage: meanKnown(coveredShares(demand, planned)),
      pinballLoss: pinballLossOfLevels(demand, planned, costQuantile),
    };
  });
}

/** Estimated demand of some rows, 168 hours each. */
export function demandOf(set: TrainingSet, rows: Uint32Array): Float32Array {
  const demand = new Float32Array(rows.length * HOURS);
  for (const [at, row] of rows.entries()) demand.set(set.demand.subarray(row * HOURS, (row + 1) * HOURS), at * HOURS);
  return demand;
}
