import { rungOf } from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';

/** The figures by which runs are compared: logged to MLflow, and printed by `--json`. */
export function headlineMetrics({
  ladder,
  baseRate,
  gapClosed,
  calibration,
  policies,
  hindsight,
}: Evaluation): Figures {
  const { averagePrecision, precisionAtK } = rungOf(ladder, 'model');
  const { expectedCalibrationError, slope } = calibration.shipped;
  const served = rungOf(policies, 'model');
  return {
    average_precision: averagePrecision.estimate,
    precision_at_k: precisionAtK,
    base_rate: baseRate,
    gap_closed: gapClosed,
    expected_calibration_error: expectedCalibrationError,
    calibration_slope: 'estimate' in slope ? slope.estimate : null,
    precision_at_budget: served.precision,
    pages_per_day: served.pagesPerDay,
    time_to_detect_minutes_p50: served.minutesToDetectP50,
    duplicate_page_share: served.duplicateShare,
    net_value_usd: served.netUsd,
    hindsight_precision: hindsight?.precision ?? null,
    hindsight_recall: hindsight?.recall ?? null,
  };
}

type Figures = Readonly<Record<string, number | null>>;
