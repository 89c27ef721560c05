import { rankedFigures, rungOf } from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';

/** The figures by which runs are compared: logged to MLflow, and printed by `--json`. */
export function headlineMetrics(evaluation: Evaluation): Readonly<Record<string, number | null>> {
  const { policies, hindsight } = evaluation;
  const served = rungOf(policies, 'model');
  return {
    ...rankedFigures(evaluation),
    precision_at_budget: served.precision,
    pages_per_day: served.pagesPerDay,
    time_to_detect_minutes_p50: served.minutesToDetectP50,
    duplicate_page_share: served.duplicateShare,
    net_value_usd: served.netUsd,
    hindsight_precision: hindsight?.precision ?? null,
    hindsight_recall: hindsight?.recall ?? null,
  };
}
