import type { Tick, TrainOptions } from '@applied-modeling/command';
import { type Door, fingerprintFeatures } from '@applied-modeling/feature-store';
import { toXgboostJson, trainQueue } from '@applied-modeling/gbm';
import * as lifecycle from '@applied-modeling/lifecycle';
import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';
import * as tracking from '@applied-modeling/tracking';
import { candidates } from './candidates.ts';
import { type CalibratedModel, type Evaluation, type Ingested, modelParts, type TrainingSet } from './domain.ts';
import { audit } from './evaluation/audit.ts';
import { judgeGate } from './evaluation/gate.ts';
import { jobFeatures } from './features.ts';
import { labels } from './label.ts';
import { budgetSettings, calendarSettings } from './settings.ts';
import { ingest } from './stages/1-ingest.ts';
import { features } from './stages/2-features.ts';
import { split } from './stages/3-split.ts';
import { train } from './stages/4-train.ts';
import { calibrate } from './stages/5-calibrate.ts';
import { evaluate } from './stages/6-evaluate.ts';
import { register } from './stages/7-register.ts';
import { pagingModel, score } from './stages/8-score.ts';
import { monitor } from './stages/9-monitor.ts';
import { joinLabels } from './training-set/join-labels.ts';

/** All that is known before anything is registered: what a report can tell. */
export type JudgedRun = lifecycle.Judged<Ingested, TrainingSet, CalibratedModel, Evaluation>;
export type TrainRun = lifecycle.Trained<JudgedRun>;
type Options = TrainOptions<JudgedRun>;

/** Stages 1 to 7, the only place that knows their order. The lake stays open for the caller to close. */
export function trainRun(options: Options): Promise<TrainRun> {
  return lifecycle.trainTables(options, {
    ...{ model: 'job-anomalies', ingest },
    train: (ingested, standing) => trainOn(ingested, standing, options),
  });
}

/** Stages 2 to 7, and between 6 and 7 the verdicts on what came out. */
async function trainOn(ingested: Ingested, standing: tracking.Standing, options: Options): Promise<TrainRun> {
  const { stage, seed, threads, plantLeak, runsDir, publish } = options;
  const set = await stage('features', (tick) => trainingSet(ingested, plantLeak ? 'latest' : 'as-of', tick));
  const folds = await stage('split', async () => split(set, ingested.calendar));
  const [refit, model] = await stage('train', () => {
    const trainBooster = trainQueue({ threads }).train;
    return Promise.all([folds.refit, folds.final].map((fold) => train(set, fold, { seed, trainBooster })));
  }).then((trained) => stage('calibrate', async () => trained.map((one) => calibrate(set, one))));
  const evaluation = await stage('evaluate', () => evaluate(set, model, { truthDir: ingested.truthDir, seed }));
  const found = await stage('audit', async () => audit({ set, folds, evaluation, model }));
  const judged: JudgedRun = {
    ...tracking.placeRun(runsDir),
    ...{ standing, ingested, set, model, refit, evaluation, audit: found },
    gate: judgeGate(evaluation, found),
    modelFingerprint: tracking.modelFingerprint(toXgboostJson(refit.booster)),
  };
  await stage('report', () => publish(judged));
  return { ...judged, registered: await stage('register', () => register(judged, options)) };
}

/** Training is a join: what was known of the candidates, and what became of them. Scoring does without the second. */
export async function trainingSet(ingested: Ingested, door?: Door, tick?: Tick): Promise<TrainingSet> {
  const asked = await candidates(ingested, ingested.calendar.decisionSteps);
  return joinLabels(await features(ingested, asked, door, tick), await labels(ingested));
}

const operated = {
  ...{ model: 'job-anomalies', fingerprint: fingerprintFeatures(jobFeatures), parts: modelParts },
  ...{ ingest, firstStep: calendarSettings.firstTrainStep },
};

/** Stage 8: the runs that began on one day, as they were paged for while they ran, by whoever is champion. */
export function scoreRun(options: lifecycle.ScoreOptions): Promise<lifecycle.ScoreRun> {
  return lifecycle.scoreTables(options, {
    ...operated,
    score: async (ingested, champion, day) => score(await rowsUntil(ingested, [day]), pagingModel(champion), [day]),
  });
}

/** Stage 9: the days after the history, watched by the champion, or while the rule is champion by the newest model. */
export function watchRun(options: lifecycle.WatchOptions): Promise<lifecycle.Watch> {
  return lifecycle.watchTables(options, {
    ...operated,
    watch: async (ingested, model, asked) => {
      const set = joinLabels(await rowsUntil(ingested, asked.steps), await labels(ingested));
      const paging = pagingModel(model)!;
      return monitor(set, paging, { ...asked, batch: score(set, paging, [...new Set(set.day)]) });
    },
  });
}

/** Of these days and of those before them that a page may have muted: after four such turns it no longer matters where a chain began. */
async function rowsUntil(ingested: Ingested, asked: readonly number[]) {
  const turns = Math.ceil((4 * budgetSettings.muteHours * MS_PER_HOUR) / MS_PER_DAY);
  const before = Array.from({ length: turns }, (_, back) => asked[0] - turns + back).filter((day) => day >= 0);
  const days = [...before, ...asked];
  return features(ingested, await candidates(lifecycle.onSteps(ingested, days), days));
}
