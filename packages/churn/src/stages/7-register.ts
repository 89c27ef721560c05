import { join } from 'node:path';
import { runFiles } from '@applied-modeling/command';
import { driftReference } from '@applied-modeling/evaluation';
import { toXgboostJson } from '@applied-modeling/gbm';
import * as tracking from '@applied-modeling/tracking';
import { type CalibratedModel, modelParts, type TrainingSet } from '../domain.ts';
import { learnContactEffects } from '../evaluation/contact-effect.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import { newAccountsReference } from '../evaluation/new-accounts.ts';
import { incumbentRule } from '../incumbent.ts';
import { labelContract, maturesAfterDays } from '../label.ts';
import type { JudgedRun } from '../pipeline.ts';
import { queueSettings, trainSettings } from '../settings.ts';

/**
 * Records the run in MLflow and registers the refit model, beside the rule that customer success managers used until now.
 *
 * What is registered was fitted on the newest matured weeks by the recipe that was evaluated; the evaluated twin's figures
 * are its evidence. Of a run whose audit failed nothing is registered.
 */
export function register(run: JudgedRun, options: tracking.RegisterOptions): Promise<tracking.Registered> {
  const { ingested, set, refit, evaluation } = run;
  return tracking.recordTrainingRun(options.mlrunsDir, {
    ...run,
    ...options,
    name: 'churn',
    by: 'churn:train',
    ...{ data: ingested, features: set, trainingSetPath: join(run.runDir, runFiles.trainingSet) },
    params: { ...trainSettings.params, seed: options.seed, engine: refit.scorer.name },
    metrics: headlineMetrics(evaluation),
    series: refit.booster ? { stopping_logloss: refit.booster.evalHistory } : {},
    tags: { engine: refit.scorer.name },
    incumbent: { ...incumbentRule, description: 'The rule customer success managers used during the history.' },
    candidate: candidateOf(set, refit, options.seed),
  });
}

/** Null where the engine leaves no model file. */
function candidateOf(set: TrainingSet, refit: CalibratedModel, seed: number): tracking.Candidate | null {
  const { booster, calibrator, fold } = refit;
  if (booster === undefined) return null;
  const { first, last } = fold.fold.train;
  return {
    model: { kind: 'xgboost', json: toXgboostJson(booster) },
    serving: tracking.calibratedProbability,
    description: `Refit on weeks ${first} to ${last}; judged by its evaluated twin.`,
    extraFiles: tracking.encodeParts(modelParts, {
      calibrator,
      labelContract: { ...labelContract, maturesAfterDays },
      driftReference: driftReference(set.columns, set.names, { rows: fold.calibration }),
      newAccounts: newAccountsReference(set, refit),
      queue: { ...queueSettings, keptShares: learnContactEffects(set, fold, seed).map(({ keptShare }) => keptShare) },
      featuresSql: set.compiled.sql,
    }),
  };
}
