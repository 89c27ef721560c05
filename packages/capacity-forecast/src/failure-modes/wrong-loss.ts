import { percentageErrorOfLevels } from '@applied-modeling/evaluation';
import type { CalibratedModel, Ingested, TrainingSet } from '../domain.ts';
import { readTruth } from '../evaluation/truth.ts';
import { totalCost } from '../evaluation/window.ts';
import { forecastQuantiles } from '../forecast/plan.ts';
import { plannedAt } from '../settings.ts';

/**
 * The forecast with the least percentage error is not the level with the least cost. A percentage is taken of the demand
 * that came, so an hour of little demand weighs more than one of much, and too low a level never errs by more than 100 %:
 * MAPE prefers levels under the median. A node that is missing costs five that wait, which asks for a level far above it.
 *
 * All levels are quantiles of one model, in the weeks of the final test.
 */
export async function wrongLoss(ingested: Ingested, set: TrainingSet, model: CalibratedModel) {
  const rows = model.fold.test;
  const truth = await readTruth(ingested.truthDir, set, rows, ingested.calendar.epoch);
  if (truth === null) return null;
  const judge = (levels: ArrayLike<number>) => ({
    mape: percentageErrorOfLevels(truth.demand, levels),
    usd: totalCost(truth.demand, levels),
  });
  const { levels, quantiles } = forecastQuantiles(model, set, rows);
  const byLevel = levels.map((level, at) => ({ level, ...judge(quantiles[at].map(Math.ceil)) }));
  return {
    careless: byLevel.reduce((best, one) => (one.mape < best.mape ? one : best)),
    correct: byLevel[plannedAt],
    oracle: judge(truth.oracleNodes),
    byLevel,
  };
}
