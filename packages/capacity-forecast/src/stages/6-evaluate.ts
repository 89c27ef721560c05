import type { Calendar } from '@applied-modeling/evaluation';
import type { CalibratedModel, Evaluation, TrainingSet } from '../domain.ts';
import { adaptiveCoverage, judgeCoverage, judgeWorst } from '../evaluation/coverage.ts';
import { drawFan } from '../evaluation/fan.ts';
import { comparePool } from '../evaluation/fungible.ts';
import { comparableRows, gatherPolicies } from '../evaluation/levels.ts';
import { judgePolicies } from '../evaluation/policies.ts';
import { demandOf, judgeFits } from '../evaluation/rolling.ts';
import { sweepUnmetPrice } from '../evaluation/sensitivity.ts';
import { judgeShortage } from '../evaluation/shortage.ts';
import { readTruth } from '../evaluation/truth.ts';
import { openWindow } from '../evaluation/window.ts';
import { planLevels, predictQuantiles } from '../forecast/plan.ts';
import { costQuantile } from '../settings.ts';

export interface EvaluateOptions {
  readonly truthDir: string | null;
  readonly calendar: Calendar;
  readonly seed: number;
  /** Fitted and calibrated on what was served, as if nobody had ever been turned away. */
  readonly careless: CalibratedModel;
}

/**
 * Judges levels by what they cost on weeks nothing was learnt from, beside what was provisioned, the rules a planner would
 * try first, and an oracle that sees the hidden level of every series.
 *
 * Demand is the truth where the world was simulated, else the estimate. Intervals resample whole weeks: the series of a week
 * share their shocks. MAPE stands in the ladder to show that it prefers levels that are too low, and decides nothing.
 */
export async function evaluate(
  set: TrainingSet,
  model: CalibratedModel,
  rolling: readonly CalibratedModel[],
  { truthDir, calendar, seed, careless }: EvaluateOptions,
): Promise<Evaluation> {
  const rows = comparableRows(set, model.fold.test);
  const truth = await readTruth(truthDir, set, rows, calendar.epoch);
  const estimated = demandOf(set, rows);
  const window = openWindow(set, rows, truth?.demand ?? estimated);
  const planned = planLevels(model, set, rows);
  const { levels } = model;
  const predicted = predictQuantiles(model, set, rows);
  const forecast = { levels, quantiles: predicted.with(levels.indexOf(costQuantile), planned) };
  const policies = gatherPolicies(set, rows, model, careless, truth);
  return {
    judgedBy: truth ? 'truth' : 'estimate',
    weeks: window.weeks,
    ...judgePolicies(window, policies, seed),
    coverage: judgeCoverage(window, forecast, truth),
    ...judgeWorst(set, window, planned),
    adaptiveCoverageByWeek: adaptiveCoverage(window, estimated, forecast, calendar.gapSteps),
    shortage: judgeShortage(set, window, model, planned, { truth, seed }),
    fungible: comparePool(window, forecast),
    sensitivity: sweepUnmetPrice(window, policies, forecast),
    fan: drawFan(set, window, forecast, truth),
    rolling: judgeFits(set, [...rolling, model]),
  };
}
