import { rungOf } from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';

/** The figures by which runs are compared: logged to MLflow, and printed by `--json`. */
export function headlineMetrics(evaluation: Evaluation): Readonly<Record<string, number | null>> {
  const { ladder, baseRate, calibration, money, offPolicy, retrieval } = evaluation;
  const [model, rule] = [rungOf(ladder, 'model'), rungOf(ladder, 'incumbent')];
  const { expectedCalibrationError, slope } = calibration.shipped;
  return {
    ndcg_at_5: model.ndcg.estimate,
    ndcg_at_5_new_task: model.newTask?.ndcg.estimate ?? null,
    ndcg_at_5_repeat: model.repeat?.ndcg.estimate ?? null,
    model_minus_rule_new_task: rule.newTask?.modelMinusThis.estimate ?? null,
    model_minus_rule_repeat: rule.repeat?.modelMinusThis.estimate ?? null,
    success_at_5: model.successAtK?.estimate ?? null,
    average_precision: model.averagePrecision.estimate,
    precision_at_5: model.precisionAtK,
    base_rate: baseRate,
    gap_closed: evaluation.gapClosed,
    coverage: model.coverage,
    retrieval_recall: retrieval.all,
    acl_violations: evaluation.violations,
    ess: offPolicy?.find(({ name }) => name === model.name)?.effectiveSampleSize ?? null,
    expected_calibration_error: expectedCalibrationError,
    calibration_slope: 'estimate' in slope ? slope.estimate : null,
    net_value_usd: money && rungOf(money.priced, 'model').net.estimate,
  };
}
