import { rungOf } from '@applied-modeling/evaluation';
import type { Evaluation } from '../domain.ts';

/** The figures by which runs are compared: logged to MLflow, and printed by `--json`. */
export function headlineMetrics({ ladder, baseRate, gapClosed, calibration, money, planted }: Evaluation): Figures {
  const { averagePrecision, precisionAtK } = rungOf(ladder, 'model');
  const { expectedCalibrationError, slope } = calibration.shipped;
  return {
    average_precision: averagePrecision.estimate,
    precision_at_k: precisionAtK,
    base_rate: baseRate,
    gap_closed: gapClosed,
    expected_calibration_error: expectedCalibrationError,
    calibration_slope: 'why' in slope ? null : slope.estimate,
    net_value_usd: money.model.netUsd,
    chance_worn_at_half: planted?.wornAtHalf ?? null,
    chance_worn_else: planted?.wornElse ?? null,
  };
}

type Figures = Readonly<Record<string, number | null>>;
