import { applyCalibrator, concatRows, type DriftReference, driftReference } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { matrixAt, predictMargin } from '@applied-modeling/gbm';
import type { CalibratedModel, TrainingSet } from '../domain.ts';

/** Accounts in their first 90 days. A week of a small world has two dozen, too few to say anything: eight weeks are taken together. */
export const newAccounts = { column: 'tenure_days', below: 91, steps: 8 } as const;
const BINS = 5;

/**
 * How a model's chances of new accounts were distributed on the weeks that stopped and calibrated it. What changes for them alone, such
 * as their onboarding, moves the index of all accounts by a hundredth. No column where those weeks had none.
 */
export function newAccountsReference(set: TrainingSet, { booster, calibrator, fold }: CalibratedModel): DriftReference {
  const days = featureColumn(set, newAccounts.column);
  const rows = concatRows(fold.stopping, fold.calibration).filter((row) => days[row] < newAccounts.below);
  if (rows.length === 0) return { columns: [] };
  const chances = applyCalibrator(calibrator, Float64Array.from(predictMargin(booster!, matrixAt(set, rows))));
  return driftReference([chances], ['chance'], { bins: BINS });
}
