import type { Tick, TrainOptions } from '@applied-modeling/command';
import { type FoldRows, shippedOf } from '@applied-modeling/evaluation';
import type { Door } from '@applied-modeling/feature-store';
import { trainQueue } from '@applied-modeling/gbm';
import { registeredModel } from '@applied-modeling/learned';
import * as lifecycle from '@applied-modeling/lifecycle';
import * as tracking from '@applied-modeling/tracking';
import { readServedModel } from './admission/load-gateway.ts';
import { candidates } from './candidates.ts';
import { type CalibratedModel, type Evaluation, type Ingested, modelParts, type TrainingSet } from './domain.ts';
import { audit } from './evaluation/audit.ts';
import { judgeGate } from './evaluation/gate.ts';
import { labels } from './label.ts';
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
  const { stage, publish } = options;
  return lifecycle.trainTables(options, {
    ...{ model: 'expensive-sql', ingest },
    train: async (ingested, standing) => {
      const judged: JudgedRun = { ...(await judge(ingested, options)), standing };
      await stage('report', () => publish(judged));
      return { ...judged, registered: await stage('register', () => register(judged, options)) };
    },
  });
}

/** Stages 2 to 6, and the verdicts on what came out. */
async function judge(ingested: Ingested, options: Options): Promise<Omit<JudgedRun, 'standing'>> {
  const { stage, seed, threads, plantLeak } = options;
  const set = await stage('features', (tick) => trainingSet(ingested, plantLeak ? 'latest' : 'as-of', tick));
  const folds = await stage('split', async () => split(set, ingested.calendar));
  const queue = trainQueue({ threads });
  const fit = (fold: FoldRows) => train(set, fold, { seed, queue });
  const fitted = await stage('train', () => Promise.all([fit(folds.final), fit(folds.refit)]));
  const [fits, refits] = await stage('calibrate', async () =>
    fitted.map((models) => models.map((model) => calibrate(set, model))),
  );
  const evaluation = await stage('evaluate', () => evaluate(set, fits, { truthDir: ingested.truthDir, seed }));
  const [model, refit] = [fits, refits].map((among) => shippedOf(among, evaluation.shipping));
  const audited = await stage('audit', async () => audit({ set, folds, evaluation }));
  return {
    ...tracking.placeRun(options.runsDir),
    ...{ ingested, set, model, refit, evaluation, audit: audited },
    gate: judgeGate(evaluation, audited),
    modelFingerprint: tracking.modelFingerprint(JSON.stringify(registeredModel(refit.name, refit.chance))),
  };
}

/** Training is a join: what was known of the queries, and how they ended. Scoring does without the second. */
export async function trainingSet(ingested: Ingested, door?: Door, tick?: Tick): Promise<TrainingSet> {
  const asked = await candidates(ingested);
  return joinLabels(await features(ingested, asked, door, tick), await labels(ingested), ingested.calendar.now);
}

const operated = {
  ...{ model: 'expensive-sql', fingerprint: featureFingerprint(), parts: modelParts },
  ...{ ingest, firstStep: calendarSettings.firstTrainStep },
};

/** Stage 8: the queries of one day, as the gateway would have decided them, by whoever is champion. */
export function scoreRun(options: lifecycle.ScoreOptions): Promise<lifecycle.ScoreRun> {
  return lifecycle.scoreTables(options, {
    ...operated,
    score: async (ingested, champion, day) => {
      const asked = lifecycle.onSteps(ingested, [day]);
      return score(
        await features(asked, await candidates(asked)),
        champion.kind === 'model' ? readServedModel(champion) : null,
      );
    },
  });
}

/** Stage 9: the days after the history, watched by the champion, or while the rule is champion by the newest model. */
export function watchRun(options: lifecycle.WatchOptions): Promise<lifecycle.Watch> {
  return lifecycle.watchTables(options, {
    ...operated,
    watch: async (ingested, model, asked) => {
      const set = await trainingSet(lifecycle.onSteps(ingested, asked.steps));
      const served = readServedModel(model);
      return monitor(set, served, { ...asked, batch: score(set, served) });
    },
  });
}
