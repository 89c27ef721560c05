import { gapClosedInMoney, rankedFigures } from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';
import { shippedQueue } from './money.ts';

/** The figures of a run that are compared with those of others: logged to MLflow, and printed by `--json`. */
export function headlineMetrics(evaluation: Evaluation): Record<string, number | null> {
  const { money, ceilings } = evaluation;
  const { brierScore, logLoss } = evaluation.calibration.shipped;
  return {
    ...rankedFigures(evaluation),
    observable_ceiling: ceilings?.observable.estimate ?? null,
    clairvoyant_ceiling: ceilings?.clairvoyant.estimate ?? null,
    gap_closed: ceilings?.gapClosed ?? null,
    roc_auc: evaluation.rocAuc,
    brier_score: brierScore,
    log_loss: logLoss,
    net_value_usd: shippedQueue(money)?.net.estimate ?? null,
    dollar_gap_closed: gapClosedInMoney(money),
  };
}
