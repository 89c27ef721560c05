import { join } from 'node:path';
import type { TrainOptions } from '@applied-modeling/command';
import { runFiles } from '@applied-modeling/command';
import { driftReference, take } from '@applied-modeling/evaluation';
import { toXgboostJson } from '@applied-modeling/gbm';
import { type Candidate, encodeParts, type Registered, recordTrainingRun } from '@applied-modeling/tracking';
import { type CalibratedModel, modelParts, type TrainingSet } from '../domain.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import { FEATURES } from '../features.ts';
import { plannedBooster } from '../forecast/plan.ts';
import { plannedLevel } from '../forecast/planned-level.ts';
import { incumbentRule } from '../incumbent.ts';
import { labelContract, maturesAfterDays, shortWeek } from '../label.ts';
import type { JudgedRun } from '../pipeline.ts';
import { prices } from '../prices.ts';
import { conformalSettings, costQuantile, trainSettings } from '../settings.ts';

export type RegisterOptions = Pick<TrainOptions<unknown>, 'mlrunsDir' | 'seed' | 'startedAt' | 'clock' | 'commit'>;

/**
 * Records the run in MLflow and registers the refit model, beside the four-week rule that planned until now.
 *
 * What is registered was fitted on the newest matured weeks by the recipe that was evaluated; the evaluated twin's figures
 * are its evidence. Of a run whose audit failed nothing is registered.
 */
export function register(run: JudgedRun, options: RegisterOptions): Promise<Registered> {
  const { ingested, set, refit, evaluation } = run;
  const { params, quantiles, ranksPerWeek } = trainSettings;
  return recordTrainingRun(options.mlrunsDir, {
    ...run,
    ...options,
    name: 'capacity-forecast',
    by: 'capacity:train',
    ...{ data: ingested, features: set, trainingSetPath: join(run.runDir, runFiles.trainingSet) },
    params: { ...params, quantiles: quantiles.join(' '), ranks_per_week: ranksPerWeek, seed: options.seed },
    metrics: headlineMetrics(evaluation),
    series: { stopping_pinball_loss: plannedBooster(refit).evalHistory },
    incumbent: {
      rule: { name: incumbentRule.name, sql: incumbentRule.sql },
      featureNames: incumbentRule.features,
      description: 'The rule capacity managers used during the history.',
    },
    candidate: candidateOf(set, refit),
  });
}

function candidateOf(set: TrainingSet, refit: CalibratedModel): Candidate {
  const { fold, levels, boosters, shifts, calibrator } = refit;
  const { first, last } = fold.fold.train;
  const reference = set.columns.map((column) => take(column, fold.calibration));
  return {
    json: toXgboostJson(plannedBooster(refit)),
    serving: plannedLevel,
    description: `Refit on weeks ${first} to ${last}; judged by its evaluated twin.`,
    extraFiles: encodeParts(modelParts, {
      otherQuantiles: Object.fromEntries(
        levels.flatMap((level, at) => (level === costQuantile ? [] : [[level, toXgboostJson(boosters[at])]])),
      ),
      calibrator,
      plan: {
        predicts: 'log(nodes / anchor); anchor = cost quantile of the structural forecast',
        costQuantile,
        levels,
        shifts,
        groupBy: conformalSettings.groupBy,
        prices,
      },
      labelContract: { ...labelContract, maturesAfterDays, shortWeek },
      features: FEATURES.map(({ name, source, hours, about }) => ({ name, source, hours, about })),
      driftReference: driftReference(reference, set.names),
    }),
  };
}
