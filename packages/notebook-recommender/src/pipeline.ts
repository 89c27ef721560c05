import type { Tick, TrainOptions } from '@applied-modeling/command';
import { type FoldRows, shippedOf } from '@applied-modeling/evaluation';
import type { Door } from '@applied-modeling/feature-store';
import { trainQueue } from '@applied-modeling/gbm';
import { registeredModel } from '@applied-modeling/learned';
import * as lifecycle from '@applied-modeling/lifecycle';
import * as tracking from '@applied-modeling/tracking';
import { candidates } from './candidates.ts';
import { type CalibratedModel, type Evaluation, type Ingested, modelParts, type TrainingSet } from './domain.ts';
import { audit } from './evaluation/audit.ts';
import { judgeGate } from './evaluation/gate.ts';
import { slateFeatures } from './features.ts';
import { labels } from './label.ts';
import { servedModel } from './serving/load-model.ts';
import { calendarSettings } from './settings.ts';
import { ingest } from './stages/1-ingest.ts';
import { features } from './stages/2-features.ts';
import { split } from './stages/3-split.ts';
import { train } from './stages/4-train.ts';
import { calibrate } from './stages/5-calibrate.ts';
import { evaluate } from './stages/6-evaluate.ts';
import { register } from './stages/7-register.ts';
import { score } from './stages/8-score.ts';
import { monitor } from './stages/9-monitor.ts';
import { featureFingerprint } from './training-set/assemble-rows.ts';
import { joinLabels } from './training-set/join-labels.ts';

/** All that is known before anything is registered: what a report can tell. */
export type JudgedRun = lifecycle.Judged<Ingested, TrainingSet, CalibratedModel, Evaluation>;
export type TrainRun = lifecycle.Trained<JudgedRun>;
type Options = TrainOptions<JudgedRun>;

/** Stages 1 to 7, the only place that knows their order. The lake stays open for the caller to close. */
export function trainRun(options: Options): Promise<TrainRun> {
  return lifecycle.trainTables(options, {
    ...{ model: 'notebook-recommender', ingest },
    train: (ingested, standing) => trainOn(ingested, standing, options),
  });
}

/** Stages 2 to 7. */
async function trainOn(ingested: Ingested, standing: tracking.Standing, options: Options): Promise<TrainRun> {
  const { stage, seed, plantLeak } = options;
  const { truthDir, calendar } = ingested;
  const set = await stage('features', (tick) => trainingSet(ingested, plantLeak ? 'latest' : 'as-of', tick));
  const folds = await stage('split', async () => split(set, calendar));
  const { train: trainBooster } = trainQueue(options);
  const fit = (fold: FoldRows) => train(set, fold, { seed, trainBooster });
  const fitted = await stage('train', () => Promise.all([fit(folds.final), fit(folds.refit)]));
  const [fits, refits] = await stage('calibrate', async () =>
    fitted.map((models) => models.map((model) => calibrate(set, model))),
  );
  const evaluation = await stage('evaluate', () => evaluate(set, fits, { truthDir, seed }));
  const [model, refit] = [fits, refits].map((among) => shippedOf(among, evaluation.shipping));
  const findings = await stage('audit', async () => audit({ set, folds, evaluation }));
  const judged: JudgedRun = {
    ...tracking.placeRun(options.runsDir),
    ...{ standing, ingested, set, model, refit, evaluation, audit: findings },
    gate: judgeGate(evaluation, findings),
    modelFingerprint: tracking.modelFingerprint(JSON.stringify(registeredModel(refit.name, refit.learned))),
  };
  await stage('report', () => options.publish(judged));
  return { ...judged, registered: await stage('register', () => register(judged, options)) };
}

/** Training is a join: what was known of the notebooks, and what became of them. Scoring does without the second. */
export async function trainingSet(ingested: Ingested, door?: Door, tick?: Tick): Promise<TrainingSet> {
  const found = await candidates(ingested);
  const rows = await features(ingested, found, door, tick);
  return joinLabels(rows, await labels(ingested), ingested.calendar.now);
}

const operated = {
  ...{ model: 'notebook-recommender', fingerprint: featureFingerprint(slateFeatures), parts: modelParts },
  ...{ ingest, firstStep: calendarSettings.firstTrainStep },
};

/** Stage 8: the blank pages of one day, as each would have been answered, by whoever is champion. */
export function scoreRun(options: lifecycle.ScoreOptions): Promise<lifecycle.ScoreRun> {
  return lifecycle.scoreTables(options, {
    ...operated,
    score: async (ingested, champion, day) => {
      const asked = lifecycle.onSteps(ingested, [day]);
      const rows = await features(asked, await candidates(asked));
      return score(ingested, rows, champion.kind === 'model' ? servedModel(champion) : null);
    },
  });
}

/** Stage 9: the days after the history, watched by the champion, or while the rule is champion by the newest model. */
export function watchRun(options: lifecycle.WatchOptions): Promise<lifecycle.Watch> {
  return lifecycle.watchTables(options, {
    ...operated,
    watch: async (ingested, model, asked) => {
      const set = await trainingSet(lifecycle.onSteps(ingested, asked.steps));
      const served = servedModel(model);
      return monitor(set, served, { ...asked, batch: await score(ingested, set, served) });
    },
  });
}
