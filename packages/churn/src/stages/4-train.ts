import { Refusal } from '@applied-modeling/command';
import { take } from '@applied-modeling/evaluation';
import { matrixAt, mlXgboostRefusal, type TrainQueue, trainMlXgboost } from '@applied-modeling/gbm';
import type { Engine, FoldRows, Scorer, TrainedModel, TrainingSet } from '../domain.ts';
import { boosterScorer, takeTrainingWeights } from '../evaluation/scorers.ts';
import { trainSettings } from '../settings.ts';

export interface TrainOptions {
  readonly engine: Engine;
  readonly seed: number;
  readonly trainBooster: TrainQueue['train'];
}

/**
 * Gradient boosting on the training window, stopped by log loss on the first half of the calibration window; the
 * threads grow the boosters of all folds at once.
 *
 * No resampling and no class weights: 4 % positives are enough for a model that is asked for probabilities, and undersampling
 * would only have to be undone afterwards.
 */
export async function train(set: TrainingSet, fold: FoldRows, options: TrainOptions): Promise<TrainedModel> {
  const dtrain = matrixAt(set, fold.train, { label: set.y });
  if (options.engine === 'ml-xgboost')
    return { fold, scorer: await secondEngine(dtrain.columns, take(set.y, fold.train)) };
  const booster = await options.trainBooster({
    params: { ...trainSettings.params, seed: options.seed },
    dtrain: { ...dtrain, weight: takeTrainingWeights(set, fold.train) },
    options: {
      numBoostRound: trainSettings.maximumRounds,
      earlyStoppingRounds: trainSettings.earlyStoppingRounds,
      evalSet: matrixAt(set, fold.stopping, { label: set.y, weight: set.weight }),
    },
  });
  return { fold, booster, scorer: boosterScorer(booster) };
}

/** The npm package ml-xgboost: no weights or early stopping, so the comparison is at its own best settings. */
async function secondEngine(columns: readonly Float32Array[], label: Float32Array): Promise<Scorer> {
  const refusal = mlXgboostRefusal(label.length, columns.length);
  if (refusal)
    throw new Refusal('this training set does not fit --engine ml-xgboost', [refusal, 'run with --size small']);
  const { eta, max_depth, min_child_weight } = trainSettings.params;
  const settings = { rounds: 100, maxDepth: max_depth, eta, minChildWeight: min_child_weight };
  const model = await trainMlXgboost(columns, label, settings);
  return {
    name: 'ml-xgboost',
    role: 'model',
    margin: (set, rows) => Float64Array.from(model.predictMargin(matrixAt(set, rows).columns)),
  };
}
