import { join } from 'node:path';
import { runFiles } from '@applied-modeling/command';
import { driftReference } from '@applied-modeling/evaluation';
import { type ModelColumns, modelColumns } from '@applied-modeling/feature-store';
import { registeredModel } from '@applied-modeling/learned';
import * as tracking from '@applied-modeling/tracking';
import { modelParts } from '../domain.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import { incumbentRule } from '../incumbent.ts';
import { labelContract, maturesAfterDays } from '../label.ts';
import type { JudgedRun } from '../pipeline.ts';
import { trainSettings } from '../settings.ts';

/** Records the run and registers the refit model beside the rule; of a run whose audit failed nothing is registered. */
export async function register(
  run: JudgedRun,
  { mlrunsDir, ...options }: tracking.RegisterOptions,
): Promise<tracking.Registered> {
  const { set, refit } = run;
  const { first, last } = refit.fold.fold.calibration;
  const newest = Uint32Array.from(set.day.keys()).filter((row) => set.day[row] >= first && set.day[row] <= last);
  const read = modelColumns(set, newest);
  return tracking.recordTrainingRun(mlrunsDir, {
    ...options,
    ...run,
    name: 'notebook-recommender',
    by: 'notebooks:train',
    data: run.ingested,
    metrics: headlineMetrics(run.evaluation),
    series: 'trees' in refit.learned ? { stopping_logloss: refit.learned.evalHistory } : {},
    params: { ...trainSettings.params, ships: refit.name, seed: options.seed },
    features: { ...read, fingerprint: set.fingerprint },
    trainingSetPath: join(run.runDir, runFiles.trainingSet),
    incumbent: { ...incumbentRule, description: 'The rule that chose the slates of the history.' },
    candidate: candidateOf(run, read),
  });
}

function candidateOf({ refit }: JudgedRun, { names, columns }: ModelColumns): tracking.Candidate {
  const { calibrator, fold, name } = refit;
  const { first, last } = fold.fold.train;
  return {
    description: `The ${name}, refit on days ${first} to ${last}; judged by its evaluated twin.`,
    model: registeredModel(refit.name, refit.learned),
    serving: tracking.calibratedProbability,
    extraFiles: tracking.encodeParts(modelParts, {
      calibrator,
      labelContract: { ...labelContract, maturesAfterDays },
      driftReference: driftReference(columns, names),
    }),
  };
}
