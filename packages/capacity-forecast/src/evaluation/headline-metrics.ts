import type { Evaluation, PolicyCost } from '../domain.ts';
import { costQuantile } from '../settings.ts';

/** The figures of a run that are compared with those of others: logged to MLflow, and printed by `--json`. */
export function headlineMetrics(evaluation: Evaluation): Record<string, number | null> {
  const { shortage, policies, bestBaseline } = evaluation;
  const { brierScore, expectedCalibrationError, slope } = shortage.calibration.shipped;
  const cost = (isIt: (policy: PolicyCost) => boolean) => policies.find(isIt)?.costUsd.estimate ?? null;
  const planned = evaluation.coverage.find(({ level }) => level === costQuantile);
  return {
    cost_usd: cost(({ role }) => role === 'model'),
    oracle_cost_usd: cost(({ role }) => role === 'oracle'),
    best_baseline_cost_usd: cost(({ name }) => name === bestBaseline),
    incumbent_cost_usd: cost(({ role }) => role === 'incumbent'),
    regret_closed: evaluation.regretClosed?.estimate ?? null,
    pinball_loss: planned?.pinballLoss ?? null,
    coverage: planned?.hour ?? null,
    mape: policies.find(({ role }) => role === 'model')?.mape ?? null,
    average_precision: shortage.averagePrecision?.estimate ?? null,
    average_precision_of_stockouts: shortage.averagePrecisionOfStockouts?.estimate ?? null,
    base_rate: shortage.baseRate,
    precision_at_k: shortage.precisionAtK,
    brier_score: brierScore,
    expected_calibration_error: expectedCalibrationError,
    calibration_slope: slope?.estimate ?? null,
  };
}
