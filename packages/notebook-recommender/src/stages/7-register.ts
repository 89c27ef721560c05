import { join } from 'node:path';
import { runFiles } from '@applied-modeling/command';
import { driftReference } from '@applied-modeling/evaluation';
import { toXgboostJson } from '@applied-modeling/gbm';
import {
  type Candidate,
  calibratedProbability,
  encodeParts,
  type Registered,
  recordTrainingRun,
  type TrainingRun,
} from '@applied-modeling/tracking';
import { type LearnedModel, modelParts } from '../domain.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import { incumbentRule } from '../incumbent.ts';
import { labelContract, maturesAfterDays } from '../label.ts';
import type { JudgedRun } from '../pipeline.ts';
import { trainSettings } from '../settings.ts';
import { asShown } from '../training-set/model-columns.ts';

export interface RegisterOptions extends Pick<TrainingRun, 'startedAt' | 'clock' | 'commit'> {
  readonly mlrunsDir: string;
  readonly seed: number;
}

/** Records the run and registers the refit model beside the rule; of a run whose audit failed nothing is registered. */
export async function register(run: JudgedRun, { mlrunsDir, ...options }: RegisterOptions): Promise<Registered> {
  const { set, refit } = run;
  const columns = asShown(set, refit.fold.calibration).columns as readonly Float32Array[];
  const features = { names: set.modelColumns, columns, fingerprint: set.fingerprint };
  return recordTrainingRun(mlrunsDir, {
    ...options,
    ...run,
    name: 'notebook-recommender',
    by: 'notebooks:train',
    data: run.ingested,
    metrics: headlineMetrics(run.evaluation),
    series: refit.booster ? { stopping_logloss: refit.booster.evalHistory } : {},
    params: { ...trainSettings.params, ships: refit.name, seed: options.seed },
    features,
    trainingSetPath: join(run.runDir, runFiles.trainingSet),
    incumbent: { ...incumbentRule, description: 'The rule that chose the slates of the history.' },
    candidate: candidateOf(run, features),
  });
}

function candidateOf(
  { refit }: JudgedRun,
  { names, columns }: Pick<TrainingRun['features'], 'names' | 'columns'>,
): Candidate {
  const { calibrator, fold, name } = refit;
  const { first, last } = fold.fold.train;
  return {
    description: `The ${name}, refit on days ${first} to ${last}; judged by its evaluated twin.`,
    model: registeredModel(refit),
    serving: calibratedProbability,
    extraFiles: encodeParts(modelParts, {
      calibrator,
      labelContract: { ...labelContract, maturesAfterDays },
      driftReference: driftReference(columns, names),
    }),
  };
}

/** Trees in XGBoost's format, or a line as a rule. */
export function registeredModel({ name, booster, logistic }: LearnedModel): Candidate['model'] {
  if (booster) return { kind: 'xgboost', json: toXgboostJson(booster) };
  return { kind: 'rule', rule: { name, logistic } };
}
