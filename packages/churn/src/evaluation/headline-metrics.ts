import { gapClosedInMoney } from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';
import { shippedQueue } from './money.ts';

/** The figures of a run that are compared with those of others: logged to MLflow, and printed by `--json`. */
export function headlineMetrics(evaluation: Evaluation): Record<string, number | null> {
  const { money } = evaluation;
  const { shipped } = evaluation.calibration;
  return {
    average_precision: evaluation.averagePrecision.estimate,
    base_rate: evaluation.baseRate,
    observable_ceiling: evaluation.ceilings?.observable.estimate ?? null,
    clairvoyant_ceiling: evaluation.ceilings?.clairvoyant.estimate ?? null,
    gap_closed: evaluation.ceilings?.gapClosed ?? null,
    roc_auc: evaluation.rocAuc,
    precision_at_k: evaluation.precisionAtK.precision,
    brier_score: shipped.brierScore,
    log_loss: shipped.logLoss,
    expected_calibration_error: shipped.expectedCalibrationError,
    calibration_slope: 'why' in shipped.slope ? null : shipped.slope.estimate,
    net_value_usd: shippedQueue(money)?.net.estimate ?? null,
    dollar_gap_closed: gapClosedInMoney(money),
  };
}
