import * as evaluation from '@applied-modeling/evaluation';
import type { CalibratedModel, CostForecast, CpuSeconds, Scorer, TrainingSet } from '../domain.ts';
import { labelContract } from '../label.ts';
import { blockedUsd } from '../prices.ts';
import { censoringWeights } from '../training-set/censoring.ts';
import { logCpu, ranToTheEnd } from '../training-set/model-columns.ts';

/** What somebody expects of a query: a chance that it is expensive, and what it costs if it is and if it is not. */
export interface Outlook {
  readonly chance: number;
  readonly cpuSeconds: CpuSeconds;
}

/** Of a pool that nobody measured. */
const USUAL_UTILISATION = 0.5;

export function knownUtilisation(measured: number): number {
  return Number.isNaN(measured) ? USUAL_UTILISATION : measured;
}

/** What the query takes from the pool on average, by the two together: a hurdle model, in dollars. */
export function expectedUsd({ chance, cpuSeconds }: Outlook, utilisation: number): number {
  const { expensive, other } = cpuSeconds;
  return chance * blockedUsd(expensive, utilisation) + (1 - chance) * blockedUsd(other, utilisation);
}

/** A forecast of the cost on either side of the limit. */
export function onEitherSide(cpuSeconds: number): CpuSeconds {
  const limit = labelContract.expensiveCpuSeconds;
  return { expensive: Math.max(limit, cpuSeconds), other: Math.min(limit, cpuSeconds) };
}

/**
 * Makes an outlook of a rung's score on `judged`, on the calibration days: isotonic regression for the chance, or its own calibrator,
 * and where the rung forecasts the log of the cost as well, the mean of exp(cost − forecast) to undo the log (Duan 1983, "Smearing
 * estimate"). A rung without a forecast goes by the means of the training days.
 */
export function outlookOf(
  set: TrainingSet,
  { fold, meanCpuSeconds }: CalibratedModel,
  { score, logCost, calibrator }: Scorer,
  judged: Uint32Array,
): (at: number) => Outlook {
  const rows = evaluation.concatRows(fold.stopping, fold.calibration);
  const weight = censoringWeights(set, rows);
  const isotonic = evaluation.fitIsotonic(score(set, rows), evaluation.take(set.y, rows), { weight });
  const chance = evaluation.applyCalibrator(calibrator ?? isotonic, score(set, judged));
  if (logCost === undefined) return (at) => ({ chance: chance[at], cpuSeconds: meanCpuSeconds });
  const smear = costSmearing(set, logCost, rows);
  const forecast = logCost(set, judged);
  return (at) => ({
    chance: chance[at],
    cpuSeconds: Number.isNaN(forecast[at]) ? meanCpuSeconds : onEitherSide(smear * Math.exp(forecast[at])),
  });
}

/** Duan's smearing of somebody's forecast of the cost, on rows whose whole cost is known. */
export function costSmearing(set: TrainingSet, logCost: CostForecast, rows: Uint32Array): number {
  const whole = ranToTheEnd(set, rows);
  return evaluation.smearing(logCost(set, whole), evaluation.take(logCpu(set), whole));
}
