import { join } from 'node:path';
import { runFiles } from '@applied-modeling/command';
import { driftReference } from '@applied-modeling/evaluation';
import { type ModelColumns, modelColumns } from '@applied-modeling/feature-store';
import { learnedAsJson, registeredModel } from '@applied-modeling/learned';
import * as tracking from '@applied-modeling/tracking';
import { modelParts } from '../domain.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import { bytesRule, incumbentRule } from '../incumbent.ts';
import { labelContract, maturesAfterDays } from '../label.ts';
import type { JudgedRun } from '../pipeline.ts';
import { trainSettings } from '../settings.ts';

/** Records the run and registers what ships, refit, beside the rule; of a run whose audit failed nothing is registered. */
export async function register(
  run: JudgedRun,
  { mlrunsDir, ...options }: tracking.RegisterOptions,
): Promise<tracking.Registered> {
  // Of the newest window the refit model was calibrated on: what live queries are going to look like.
  const read = modelColumns(run.set, run.refit.fold.calibration);
  return tracking.recordTrainingRun(mlrunsDir, {
    ...options,
    ...run,
    name: 'expensive-sql',
    by: 'sql:train',
    data: run.ingested,
    metrics: headlineMetrics(run.evaluation),
    series: 'trees' in run.refit.chance ? { stopping_logloss: run.refit.chance.evalHistory } : {},
    params: { ...trainSettings.params, l2: trainSettings.l2, ships: run.refit.name, seed: options.seed },
    features: { ...read, fingerprint: run.set.fingerprint },
    trainingSetPath: join(run.runDir, runFiles.trainingSet),
    incumbent: { ...incumbentRule, description: `The rule that routed the history: above ${bytesRule.gigabytes} GB.` },
    candidate: candidateOf(run, read),
  });
}

/** Two models in one folder, lines or trees: the chance that decides, and the forecast of the cost. */
function candidateOf({ refit }: JudgedRun, { columns, names }: ModelColumns): tracking.Candidate {
  const { name, calibrator, costSmearing, fold } = refit;
  const { first, last } = fold.fold.train;
  return {
    description: `${name}, refit on days ${first} to ${last}; judged by its evaluated twin.`,
    model: registeredModel(refit.name, refit.chance),
    serving: tracking.calibratedProbability,
    extraFiles: tracking.encodeParts(modelParts, {
      calibrator,
      cost: { predicts: 'log of CPU-seconds', smearing: costSmearing, model: learnedAsJson(refit.cost) },
      labelContract: { ...labelContract, maturesAfterDays },
      driftReference: driftReference(columns, names),
    }),
  };
}
