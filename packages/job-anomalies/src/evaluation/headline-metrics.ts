import { rankedFigures, rungOf } from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';

/** The figures by which runs are compared: logged to MLflow, and printed by `--json`. */
export function headlineMetrics(evaluation: Evaluation): Readonly<Record<string, number | null>> {
  const { paging, hindsight } = evaluation;
  const served = rungOf(paging.policies, 'model');
  const { whileRunning, atTheEnd } = rungOf(paging.detection.pagers, 'model');
  return {
    ...rankedFigures(evaluation),
    precision_at_budget: served.precision.estimate,
    pages_per_day: served.pagesPerDay,
    time_to_detect_minutes_p50: served.minutesToDetectP50,
    detect_share_of_completion: whileRunning && atTheEnd && whileRunning.median / atTheEnd.median,
    duplicate_page_share: served.duplicateShare,
    net_value_usd: served.net.estimate,
    hindsight_precision: hindsight?.precision ?? null,
    hindsight_recall: hindsight?.recall ?? null,
  };
}
