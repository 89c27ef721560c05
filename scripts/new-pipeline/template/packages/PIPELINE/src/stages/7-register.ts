import { join } from 'node:path';
import { runFiles } from '@applied-modeling/command';
import { driftReference } from '@applied-modeling/evaluation';
import { toXgboostJson } from '@applied-modeling/gbm';
import {
  calibratedProbability,
  encodeParts,
  type Registered,
  type RegisterOptions,
  recordTrainingRun,
} from '@applied-modeling/tracking';
import { modelParts } from '../domain.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import { incumbentRule } from '../incumbent.ts';
import { labelContract, maturesAfterDays } from '../label.ts';
import type { JudgedRun } from '../pipeline.ts';
import { trainSettings } from '../settings.ts';

/** Records the run and registers the refit model beside the rule; of a run whose audit failed nothing is registered. */
export function register(run: JudgedRun, options: RegisterOptions): Promise<Registered> {
  const { runId, ingested: data, set, refit, evaluation, audit, gate } = run;
  const { mlrunsDir, seed, startedAt, clock, commit } = options;
  const when = { runId, startedAt, clock, commit };
  const found = { data, features: set, metrics: headlineMetrics(evaluation), audit, gate };
  return recordTrainingRun(mlrunsDir, {
    name: 'PIPELINE',
    by: 'VERB:train',
    ...when,
    ...found,
    incumbent: { ...incumbentRule, description: 'The rule in force during the history.' },
    trainingSetPath: join(run.runDir, runFiles.trainingSet),
    params: { ...trainSettings.params, seed },
    series: { stopping_logloss: refit.booster.evalHistory },
    candidate: {
      model: { kind: 'xgboost', json: toXgboostJson(refit.booster) },
      serving: calibratedProbability,
      description: `Refit on weeks ${refit.fold.fold.train.first} to ${refit.fold.fold.train.last}.`,
      extraFiles: encodeParts(modelParts, {
        labelContract: { ...labelContract, maturesAfterDays },
        calibrator: refit.calibrator,
        driftReference: driftReference(set.columns, set.names, { rows: refit.fold.calibration }),
      }),
    },
  });
}
