import { rankedFigures, rungOf } from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';

/** By which runs are compared, in MLflow and `--json`. Unseen is a template that taught the model nothing, cold one that no log knows. */
export function headlineMetrics(evaluation: Evaluation): Readonly<Record<string, number | null>> {
  const { newTemplates, coldTemplates, qError, money, shipping } = evaluation;
  const [cost] = qError.forecasts;
  return {
    ...rankedFigures(evaluation),
    gbm_minus_logistic: shipping.modelMinusBest.estimate,
    average_precision_unseen_template:
      newTemplates.ladder && rungOf(newTemplates.ladder, 'model').averagePrecision.estimate,
    unseen_template_share: newTemplates.traffic,
    average_precision_cold_template: coldTemplates.averagePrecision?.[shipping.ships.name] ?? null,
    cold_template_share: coldTemplates.traffic,
    q_error_p50: cost.p50,
    q_error_p99: cost.p99,
    net_value_usd: rungOf(money.placed.rungs, 'model').net.estimate,
    net_value_unlimited_usd: rungOf(money.free.rungs, 'model').net.estimate,
  };
}
