import type { Evaluation } from '../domain.ts';
import { SHIPPED_QUEUE } from '../queue-money.ts';

/** The figures of a run that are compared with those of others: logged to MLflow, and printed by `--json`. */
export function headlineMetrics(evaluation: Evaluation): Record<string, number | null> {
  const [calibrated] = evaluation.calibration;
  return {
    average_precision: evaluation.averagePrecision.estimate,
    base_rate: evaluation.baseRate,
    observable_ceiling: evaluation.ceilings?.observable.estimate ?? null,
    clairvoyant_ceiling: evaluation.ceilings?.clairvoyant.estimate ?? null,
    gap_closed: evaluation.ceilings?.gapClosed ?? null,
    roc_auc: evaluation.rocAuc,
    precision_at_k: evaluation.precisionAtK.precision,
    brier_score: calibrated.brierScore,
    log_loss: calibrated.logLoss,
    expected_calibration_error: calibrated.expectedCalibrationError,
    calibration_slope: calibrated.slope.estimate,
    net_value_usd: evaluation.money.find(({ policy }) => policy === SHIPPED_QUEUE)?.net.estimate ?? null,
  };
}
