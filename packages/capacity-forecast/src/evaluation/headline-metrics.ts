import type { Evaluation } from '../domain.ts';

/** The figures of a run that are compared with those of others: logged to MLflow, and printed by `--json`. */
export function headlineMetrics(evaluation: Evaluation): Record<string, number | null> {
  const { shortage, byTruth } = evaluation;
  const { model, incumbent, bestBaseline: best, bestSimpler: simpler, oracle, planned } = evaluation;
  const { shipped, inTheLarge } = shortage.calibration;
  const { brierScore, expectedCalibrationError, slope } = shipped;
  return {
    cost_usd: model.cost.estimate,
    oracle_cost_usd: oracle?.cost.estimate ?? null,
    best_baseline_cost_usd: best.cost.estimate,
    best_simpler_cost_usd: simpler.cost.estimate,
    incumbent_cost_usd: incumbent.cost.estimate,
    regret_closed: evaluation.regretClosed?.estimate ?? null,
    regret_closed_from_simpler: evaluation.regretClosedFromSimpler?.estimate ?? null,
    gbm_minus_best_usd: evaluation.shipping.modelMinusBest.estimate,
    true_cost_usd: byTruth?.model.cost.estimate ?? null,
    true_regret_closed: byTruth?.regretClosed?.estimate ?? null,
    pinball_loss: planned.pinballLoss,
    coverage: planned.outcome,
    mape: model.mape,
    average_precision: shortage.averagePrecision?.estimate ?? null,
    average_precision_of_oracle: shortage.averagePrecisionOfOracle?.estimate ?? null,
    average_precision_of_stockouts: shortage.averagePrecisionOfStockouts?.estimate ?? null,
    base_rate: shortage.baseRate,
    precision_at_k: shortage.precisionAtK,
    brier_score: brierScore,
    expected_calibration_error: expectedCalibrationError,
    forecast_over_observed: inTheLarge.observed > 0 ? inTheLarge.predicted / inTheLarge.observed : null,
    calibration_slope: 'why' in slope ? null : slope.estimate,
  };
}
