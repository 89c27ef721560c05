import { rankedFigures, rungOf } from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';

/** The figures by which runs are compared: logged to MLflow, and printed by `--json`. */
export function headlineMetrics(evaluation: Evaluation): Readonly<Record<string, number | null>> {
  const { unseen, qError, money, shipping } = evaluation;
  const [cost] = qError.forecasts;
  return {
    ...rankedFigures(evaluation),
    gbm_minus_logistic: shipping.modelMinusBest.estimate,
    average_precision_unseen_template: unseen.ladder && rungOf(unseen.ladder, 'model').averagePrecision.estimate,
    unseen_template_share: unseen.traffic,
    q_error_p50: cost.p50,
    q_error_p99: cost.p99,
    net_value_usd: rungOf(money.priced, 'model').net.estimate,
  };
}
