import type { FoldRows } from '@applied-modeling/evaluation';
import { matrixAt, type TrainQueue } from '@applied-modeling/gbm';
import type { TrainedModel, TrainingSet } from '../domain.ts';
import { trainSettings } from '../settings.ts';

/** Gradient boosting on the training window, stopped by log loss on the first half of the calibration window. */
export async function train(
  set: TrainingSet,
  fold: FoldRows,
  { seed, trainBooster }: { readonly seed: number; readonly trainBooster: TrainQueue['train'] },
): Promise<TrainedModel> {
  const { params, maximumRounds: numBoostRound, earlyStoppingRounds } = trainSettings;
  const [dtrain, evalSet] = [fold.train, fold.stopping].map((rows) => matrixAt(set, rows, { label: set.y }));
  const options = { numBoostRound, earlyStoppingRounds, evalSet };
  return { fold, booster: await trainBooster({ params: { ...params, seed }, dtrain, options }) };
}
