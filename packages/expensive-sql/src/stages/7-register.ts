import { join } from 'node:path';
import { runFiles } from '@applied-modeling/command';
import { driftReference, take } from '@applied-modeling/evaluation';
import { toXgboostJson } from '@applied-modeling/gbm';
import {
  type Candidate,
  calibratedProbability,
  encodeParts,
  type Registered,
  recordTrainingRun,
  type TrainingRun,
} from '@applied-modeling/tracking';
import { modelParts } from '../domain.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import { bytesRule, incumbentRule } from '../incumbent.ts';
import { labelContract, maturesAfterDays } from '../label.ts';
import type { JudgedRun } from '../pipeline.ts';
import { trainSettings } from '../settings.ts';
import { modelColumns } from '../training-set/model-columns.ts';

export interface RegisterOptions extends Pick<TrainingRun, 'startedAt' | 'clock' | 'commit'> {
  readonly mlrunsDir: string;
  readonly seed: number;
}

/** Records the run and registers the refit model beside the rule; of a run whose audit failed nothing is registered. */
export async function register(run: JudgedRun, { mlrunsDir, ...options }: RegisterOptions): Promise<Registered> {
  const read = lastColumns(run);
  return recordTrainingRun(mlrunsDir, {
    ...options,
    ...run,
    name: 'expensive-sql',
    by: 'sql:train',
    data: run.ingested,
    metrics: headlineMetrics(run.evaluation),
    series: { stopping_logloss: run.refit.booster.evalHistory },
    params: { ...trainSettings.params, seed: options.seed },
    features: { ...read, fingerprint: run.set.fingerprint },
    trainingSetPath: join(run.runDir, runFiles.trainingSet),
    incumbent: { ...incumbentRule, description: `The rule that routed the history: above ${bytesRule.gigabytes} GB.` },
    candidate: candidateOf(run, read),
  });
}

type Columns = { readonly names: readonly string[]; readonly columns: readonly Float32Array[] };

/** Of the newest window the refit model was calibrated on: what live queries are going to look like. */
function lastColumns({ set, refit }: JudgedRun): Columns {
  const { names, columns } = modelColumns(set);
  return { names, columns: columns.map((column) => take(column as Float32Array, refit.fold.calibration)) };
}

/** Two models in one folder: the chance that decides, and the regression on cost. */
function candidateOf({ refit }: JudgedRun, { columns, names }: Columns): Candidate {
  const { booster, cost, calibrator, costSmearing, fold } = refit;
  const { first, last } = fold.fold.train;
  return {
    description: `Refit on days ${first} to ${last}; judged by its evaluated twin.`,
    model: { kind: 'xgboost', json: toXgboostJson(booster) },
    serving: calibratedProbability,
    extraFiles: encodeParts(modelParts, {
      calibrator,
      cost: { predicts: 'log of CPU-seconds', smearing: costSmearing, model: JSON.parse(toXgboostJson(cost)) },
      labelContract: { ...labelContract, maturesAfterDays },
      driftReference: driftReference(columns, names),
    }),
  };
}
