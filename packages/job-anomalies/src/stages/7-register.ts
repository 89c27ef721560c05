import { join } from 'node:path';
import { runFiles } from '@applied-modeling/command';
import { driftReference, take } from '@applied-modeling/evaluation';
import { toXgboostJson } from '@applied-modeling/gbm';
import * as tracking from '@applied-modeling/tracking';
import { type CalibratedModel, modelParts } from '../domain.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import { COUNTERFACTUAL } from '../features.ts';
import { incumbentRule } from '../incumbent.ts';
import { labelContract, maturesAfterDays } from '../label.ts';
import type { JudgedRun } from '../pipeline.ts';
import { budgetSettings, trainSettings } from '../settings.ts';
import { type PageColumns, pageColumns } from '../training-set/page-features.ts';

/** Records the run and registers the refit model beside the rule; of a run whose audit failed nothing is registered. */
export function register(run: JudgedRun, options: tracking.RegisterOptions): Promise<tracking.Registered> {
  const { ingested, set, refit, evaluation } = run;
  const { calibration } = refit.fold;
  const read = pageColumns(set, refit.counterfactual, calibration);
  return tracking.recordTrainingRun(options.mlrunsDir, {
    ...run,
    ...options,
    name: 'job-anomalies',
    by: 'jobs:train',
    data: ingested,
    features: { ...read, fingerprint: set.fingerprint },
    trainingSetPath: join(run.runDir, runFiles.trainingSet),
    params: { ...trainSettings.params, seed: options.seed },
    metrics: headlineMetrics(evaluation),
    series: { stopping_logloss: refit.booster.evalHistory },
    incumbent: { ...incumbentRule, description: 'The rule that paged during the history, when a run had ended.' },
    candidate: candidateOf(read, take(set.weight, calibration), refit),
  });
}

/** Two models in one folder: the classifier that pages, and the counterfactual that five of its features come from. */
function candidateOf(
  read: PageColumns,
  weight: Float32Array,
  { booster, counterfactual, calibrator, boundShifts, cutOff, fold }: CalibratedModel,
): tracking.Candidate {
  const { first, last } = fold.fold.train;
  const { muteHours, stormHours } = budgetSettings;
  return {
    model: { kind: 'xgboost', json: toXgboostJson(booster) },
    serving: tracking.calibratedProbability,
    description: `Refit on days ${first} to ${last}; judged by its evaluated twin.`,
    extraFiles: tracking.encodeParts(modelParts, {
      calibrator,
      counterfactual: {
        predicts: 'quantiles of log(minutes / expected minutes)',
        quantiles: [...trainSettings.counterfactual.quantiles],
        features: COUNTERFACTUAL,
        boundShifts,
        models: counterfactual.map((quantile) => JSON.parse(toXgboostJson(quantile))),
      },
      pager: { cutOff, muteHours, stormHours },
      labelContract: { ...labelContract, maturesAfterDays },
      driftReference: driftReference(read.columns, read.names, { weight }),
    }),
  };
}
