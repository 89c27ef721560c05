import { type Calendar, poolQuantiles, quantileAt, shippedOf, sweepLevels } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { drawFan, judgeCoverage, judgeFits, judgeWorst } from '../evaluation/coverage.ts';
import { chooseModel, gatherPolicies, judgePolicies } from '../evaluation/policies.ts';
import { judgeShortage } from '../evaluation/shortage.ts';
import { readTruth } from '../evaluation/truth.ts';
import { comparableRows, demandOf, openWindow } from '../evaluation/window.ts';
import { forecastQuantiles, planLevels } from '../forecast/plan.ts';
import { prices } from '../prices.ts';
import { plannedAt } from '../settings.ts';

export interface EvaluateOptions {
  readonly truthDir: string | null;
  readonly calendar: Calendar;
  readonly seed: number;
  /** Fitted and calibrated on what was served, as if nobody had ever been turned away. */
  readonly careless: readonly CalibratedModel[];
  /** Fitted earlier, on less history each. */
  readonly rolling: readonly (readonly CalibratedModel[])[];
}

export type Evaluation = Awaited<ReturnType<typeof evaluate>>;

/**
 * Chooses which of the learned models ships, and judges its levels by what they cost on weeks nothing was learnt from, beside
 * what was provisioned, the rules a planner would try first, and an oracle that sees the hidden level of every series.
 *
 * All of it by the estimated demand: a company has no other. A simulation adds the oracle and, by the true demand, whether the
 * same model would have shipped; neither decides. MAPE stands in the ladder to show that it prefers levels that are too low.
 */
export async function evaluate(
  set: TrainingSet,
  fits: readonly CalibratedModel[],
  { truthDir, calendar, seed, careless, rolling }: EvaluateOptions,
) {
  const rows = comparableRows(set, fits[0].fold.test);
  const truth = await readTruth(truthDir, set, rows, calendar.epoch);
  const window = openWindow(set, rows, demandOf(set, rows));
  const shipping = chooseModel(set, window, fits, seed);
  const shipped = (among: readonly CalibratedModel[]) => shippedOf(among, shipping);
  const model = shipped(fits);
  const { levels, quantiles } = forecastQuantiles(model, set, rows);
  const planned = planLevels(model, set, rows);
  const forecast = { levels, quantiles: quantiles.with(plannedAt, planned) };
  const coverage = judgeCoverage(window, forecast, truth);
  const learned = { fits, shipping, careless: shipped(careless) };
  const policies = gatherPolicies(set, rows, learned, truth);
  const judged = judgePolicies(window, policies, seed);
  const warned = { planned: quantiles[plannedAt], truth, seed };
  const byTruth = truth && openWindow(set, rows, truth.demand);
  return {
    /** What only a simulation can add; null on a person's own data. */
    byTruth: byTruth && {
      shipping: chooseModel(set, byTruth, fits, seed),
      ...judgePolicies(byTruth, policies, seed),
      calibration: judgeShortage(set, byTruth, model, warned).calibration,
    },
    weeks: window.weeks,
    shipping,
    ...judged,
    coverage,
    /** Of the quantile that is planned. */
    planned: coverage[plannedAt],
    ...judgeWorst(set, window, planned),
    shortage: judgeShortage(set, window, model, warned),
    fungible: poolQuantiles(window.demand, {
      levels: quantileAt(forecast, POOLED),
      group: window.weekIndex,
      covered: POOLED,
    }),
    sensitivity: sweepLevels(judged.policies, window.demand, forecast, {
      idle: prices.idleNodeHourUsd,
      unmet: prices.unmetNodeHourUsd,
    }),
    fan: drawFan(set, window, forecast, truth),
    rolling: judgeFits(set, [...rolling.map(shipped), model]),
  };
}

/** Nine hours in ten, of each series and of the pool: what could be moved between them is no part of the plan. */
const POOLED = 0.9;
