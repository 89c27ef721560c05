import { join } from 'node:path';
import { runFiles } from '@applied-modeling/command';
import { driftReference } from '@applied-modeling/evaluation';
import { toXgboostJson } from '@applied-modeling/gbm';
import { isTrees } from '@applied-modeling/learned';
import * as tracking from '@applied-modeling/tracking';
import { type CalibratedModel, type FittedModel, modelParts, type TrainingSet } from '../domain.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import { plannedLevel } from '../forecast/planned-level.ts';
import { incumbentRule } from '../incumbent.ts';
import { labelContract, maturesAfterDays, shortWeek } from '../label.ts';
import type { JudgedRun } from '../pipeline.ts';
import { prices } from '../prices.ts';
import { conformalSettings, costQuantile, forecastLevels, trainSettings } from '../settings.ts';

/**
 * Records the run in MLflow and registers the refit model, beside the four-week rule that planned until now.
 *
 * What is registered was fitted on the newest matured weeks by the recipe that was evaluated; the evaluated twin's figures
 * are its evidence. Of a run whose audit failed nothing is registered.
 */
export function register(run: JudgedRun, options: tracking.RegisterOptions): Promise<tracking.Registered> {
  const { ingested, set, refit, evaluation } = run;
  return tracking.recordTrainingRun(options.mlrunsDir, {
    ...run,
    ...options,
    name: 'capacity-forecast',
    by: 'capacity:train',
    ...{ data: ingested, features: set, trainingSetPath: join(run.runDir, runFiles.trainingSet) },
    params: { ...trainSettings.params, l2: trainSettings.l2, ships: refit.name, seed: options.seed },
    metrics: headlineMetrics(evaluation),
    series: isTrees(refit.correction) ? { stopping_rmse: refit.correction.evalHistory } : {},
    incumbent: { ...incumbentRule, description: 'The rule capacity managers used during the history.' },
    candidate: candidateOf(set, refit),
  });
}

function candidateOf(set: TrainingSet, refit: CalibratedModel): tracking.Candidate {
  const { fold, shifts, calibrator } = refit;
  const { first, last } = fold.fold.train;
  return {
    model: registeredModel(refit),
    serving: plannedLevel,
    description: `The ${refit.name}, refit on weeks ${first} to ${last}; judged by its evaluated twin.`,
    extraFiles: tracking.encodeParts(modelParts, {
      calibrator,
      plan: {
        predicts: 'log(best level / anchor); anchor = cost quantile of the structural forecast',
        costQuantile,
        levels: forecastLevels,
        shifts,
        groupBy: conformalSettings.groupBy,
        prices,
      },
      labelContract: { ...labelContract, maturesAfterDays, shortWeek },
      driftReference: driftReference(set.columns, set.names, { rows: fold.calibration }),
    }),
  };
}

/** Trees in XGBoost's format, or a correction that is one line of arithmetic. */
export function registeredModel({ name, correction }: FittedModel): tracking.Candidate['model'] {
  if (isTrees(correction)) return { kind: 'xgboost', json: toXgboostJson(correction) };
  return { kind: 'rule', rule: { name, correction } };
}
