import type { Booster, DMatrix, TrainJob } from '@applied-modeling/gbm';
import type { Engine, FoldRows, Scorer, TrainedModel, TrainingSet } from '../domain.ts';
import { trainMlXgboost } from '../ml-xgboost/train-ml-xgboost.ts';
import { takeFloats } from '../rows.ts';
import { boosterScorer, takeTrainingWeights } from '../scorers.ts';
import { trainSettings } from '../settings.ts';

export interface TrainOptions {
  readonly engine: Engine;
  readonly seed: number;
  /** Trains a booster, here or on another thread; the result does not depend on which. */
  readonly trainBooster: (job: TrainJob) => Promise<Booster>;
}

/**
 * Gradient boosting on the training window, stopped by log loss on the first half of the calibration window; the
 * threads grow the boosters of all folds at once.
 *
 * No resampling and no class weights: 4 % positives are enough for a model that is asked for probabilities, and undersampling
 * would only have to be undone afterwards.
 */
export async function train(set: TrainingSet, fold: FoldRows, options: TrainOptions): Promise<TrainedModel> {
  const label = takeFloats(set.y, fold.train);
  const columns = set.columns.map((column) => takeFloats(column, fold.train));
  if (options.engine === 'ml-xgboost') return { fold, scorer: await secondEngine(columns, label) };
  const weight = takeTrainingWeights(set, fold.train);
  const booster = await options.trainBooster({
    params: { ...trainSettings.params, seed: options.seed },
    dtrain: { columns, featureNames: set.names, numRow: fold.train.length, label, weight },
    options: {
      numBoostRound: trainSettings.maximumRounds,
      earlyStoppingRounds: trainSettings.earlyStoppingRounds,
      evalSet: matrixOf(set, fold.stopping),
    },
  });
  return { fold, booster, scorer: boosterScorer(booster) };
}

/** The npm package ml-xgboost: no missing values, weights or early stopping, so the comparison is at its own best settings. */
async function secondEngine(columns: readonly Float32Array[], label: Float32Array): Promise<Scorer> {
  const { eta, max_depth, min_child_weight } = trainSettings.params;
  const model = await trainMlXgboost(columns, label, {
    rounds: 100,
    maxDepth: max_depth,
    eta,
    minChildWeight: min_child_weight,
  });
  return {
    name: 'ml-xgboost',
    margin: (set, rows) =>
      Float64Array.from(model.predictMargin(set.columns.map((column) => takeFloats(column, rows)))),
  };
}

function matrixOf(set: TrainingSet, rows: Uint32Array): DMatrix {
  return {
    columns: set.columns.map((column) => takeFloats(column, rows)),
    featureNames: set.names,
    numRow: rows.length,
    label: takeFloats(set.y, rows),
    weight: takeFloats(set.weight, rows),
  };
}
