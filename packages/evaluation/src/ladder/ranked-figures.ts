import type { JudgedCalibration } from '../calibration/judge-calibration.ts';
import type { Rung } from './climb-ladder.ts';
import { gapClosed } from './gap-closed.ts';
import { rungOf } from './roles.ts';

/** What is read of an evaluation that ranks rows and gives each a chance. */
export interface RankedEvaluation {
  readonly ladder: readonly Rung[];
  readonly baseRate: number;
  readonly calibration: { readonly shipped: JudgedCalibration['shipped'] };
}

/** The figures by which runs of every such question are compared, under the names they are logged by; null where nobody knows. */
export function rankedFigures({ ladder, baseRate, calibration }: RankedEvaluation): Record<string, number | null> {
  const { averagePrecision, precisionAtK } = rungOf(ladder, 'model');
  const { expectedCalibrationError, slope } = calibration.shipped;
  return {
    average_precision: averagePrecision.estimate,
    precision_at_k: precisionAtK,
    base_rate: baseRate,
    gap_closed: gapClosed(ladder),
    expected_calibration_error: expectedCalibrationError,
    calibration_slope: 'estimate' in slope ? slope.estimate : null,
  };
}
