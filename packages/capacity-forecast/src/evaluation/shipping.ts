import { bootstrapSums, type Interval, intervalOf, pairedDifference, shippedRung } from '@applied-modeling/evaluation';
import type { CalibratedModel, FittedModel, TrainingSet } from '../domain.ts';
import { planLevels } from '../forecast/plan.ts';
import { resampling } from '../settings.ts';
import { weeklyCost } from './cost.ts';
import type { Window } from './window.ts';

/** Which of the learned models ships, and the evidence in dollars. */
export interface Shipping {
  readonly ships: FittedModel['name'];
  readonly bestSimpler: FittedModel['name'];
  readonly gbmMinusBest: Interval;
  readonly gbmEarnsItsPlace: boolean;
}

/**
 * The boosted trees ship only where they are cheaper than the best simpler model by more than noise; otherwise the simpler
 * one ships. Whether what ships is cheaper than the rules that need no model is the gate's question. The choice is made on the
 * weeks that are reported; how little luck is in it show the worlds nobody tuned to, where the same rule chooses again.
 */
export function chooseModel(
  set: TrainingSet,
  window: Window,
  fits: readonly CalibratedModel[],
  seed: number,
): Shipping {
  const weekly = fits.map((fit) => weeklyCost(window, planLevels(fit, set, window.rows)));
  const costs = bootstrapSums(weekly, { seed, ...resampling }, (totals) => totals);
  const gbm = costs[fits.findIndex(({ name }) => name === 'GBM')];
  const ladder = fits.map(({ name }, at) => ({
    name,
    role: name === 'GBM' ? ('model' as const) : ('simple' as const),
    costUsd: costs[at].estimate,
    modelMinusThis: intervalOf(pairedDifference(gbm, costs[at])),
  }));
  const found = shippedRung(ladder, { figureOf: ({ costUsd }) => costUsd, better: 'lower' });
  return {
    ships: found.ships.name,
    bestSimpler: found.bestSimpler.name,
    gbmMinusBest: found.modelMinusBest,
    gbmEarnsItsPlace: found.modelEarnsItsPlace,
  };
}
