import type { TrainOptions } from '@applied-modeling/command';
import { fingerprintFeatures } from '@applied-modeling/feature-store';
import { toXgboostJson, trainQueue } from '@applied-modeling/gbm';
import * as lifecycle from '@applied-modeling/lifecycle';
import * as tracking from '@applied-modeling/tracking';
import { candidates } from './candidates.ts';
import {
  type CalibratedModel,
  type Engine,
  type Evaluation,
  type FoldRows,
  type Ingested,
  modelParts,
  type TrainingSet,
} from './domain.ts';
import { audit } from './evaluation/audit.ts';
import { judgeGate } from './evaluation/gate.ts';
import { readAgain } from './evaluation/read-again.ts';
import { fitLogisticRung } from './evaluation/scorers.ts';
import { leakyFeatures } from './failure-modes/leaky-crm.ts';
import { churnFeatures } from './features.ts';
import { labels } from './label.ts';
import { calendarSettings } from './settings.ts';
import { ingest } from './stages/1-ingest.ts';
import { features } from './stages/2-features.ts';
import { split } from './stages/3-split.ts';
import { train } from './stages/4-train.ts';
import { calibrate } from './stages/5-calibrate.ts';
import { evaluate } from './stages/6-evaluate.ts';
import { register } from './stages/7-register.ts';
import { score, scoringModel } from './stages/8-score.ts';
import { monitor } from './stages/9-monitor.ts';
import { joinLabels } from './training-set/join-labels.ts';

export interface TrainRunOptions extends TrainOptions<JudgedRun> {
  readonly engine?: Engine;
}

/** All that is known before anything is registered: what a report can tell. */
export type JudgedRun = lifecycle.Judged<Ingested, TrainingSet, CalibratedModel, Evaluation> & {
  readonly final: FoldRows;
};
export type TrainRun = lifecycle.Trained<JudgedRun>;

/** Stages 1 to 7, the only place that knows their order. The lake stays open for the caller to close. */
export function trainRun(options: TrainRunOptions): Promise<TrainRun> {
  return lifecycle.trainTables(options, {
    ...{ model: 'churn', ingest },
    train: (ingested, standing) => trainOn(ingested, standing, options),
  });
}

/** Stages 2 to 7. */
async function trainOn(ingested: Ingested, standing: tracking.Standing, options: TrainRunOptions): Promise<TrainRun> {
  const { stage, seed, engine = 'gbm' } = options;
  const read = options.plantLeak ? leakyFeatures : features;
  const set = await stage('features', async (tick) => {
    const asked = await candidates(ingested, ingested.calendar.decisionSteps);
    return joinLabels(ingested, await read(ingested, asked, 'as-of', tick), await labels(ingested, asked));
  });
  const folds = await stage('split', async () => split(set, ingested.calendar));
  const [logistic, ...trained] = await stage('train', (tick) => {
    const onTrained = (done: number, total: number) => tick(done, total, 'boosters');
    const queue = trainQueue({ ...options, onTrained });
    const trainBooster = queue.train;
    const all = [folds.refit, folds.final, ...folds.rolling.toReversed()];
    const boosters = all.map((fold) => train(set, fold, { engine, seed, trainBooster }));
    return Promise.all([queue.beside(() => fitLogisticRung(set, folds.final)), ...boosters]);
  });
  const [refit, model, ...rolling] = await stage('calibrate', async () => trained.map((one) => calibrate(set, one)));
  const evaluation = await stage('evaluate', () =>
    evaluate(set, model, rolling.toReversed(), { truthDir: ingested.truthDir, seed, logistic }),
  );
  const findings = await stage('audit', async () =>
    audit({ set, split: folds, evaluation, now: await readAgain(ingested, set, read) }),
  );
  const { runsDir, publish } = options;
  const judged: JudgedRun = {
    ...tracking.placeRun(runsDir),
    ...{ standing, ingested, set, final: folds.final, model, refit, evaluation, audit: findings },
    gate: judgeGate(evaluation, findings),
    modelFingerprint: refit.booster ? tracking.modelFingerprint(toXgboostJson(refit.booster)) : null,
  };
  await stage('report', () => publish(judged));
  return { ...judged, registered: await stage('register', () => register(judged, options)) };
}

const operated = {
  ...{ model: 'churn', fingerprint: fingerprintFeatures(churnFeatures), parts: modelParts },
  ...{ ingest, firstStep: calendarSettings.firstTrainStep },
};

/** Stage 8: the accounts of one Monday, as they were known then, by whoever is champion. */
export function scoreRun(options: lifecycle.ScoreOptions): Promise<lifecycle.ScoreRun> {
  return lifecycle.scoreTables(options, {
    ...operated,
    score: async (ingested, champion, week) =>
      score(await features(ingested, await candidates(ingested, [week])), scoringModel(champion)),
  });
}

/** Stage 9: the weeks after the history, watched by the champion, or while the rule is champion by the newest model. */
export function watchRun(options: lifecycle.WatchOptions): Promise<lifecycle.Watch> {
  return lifecycle.watchTables(options, {
    ...operated,
    watch: async (ingested, model, asked) => {
      const those = await candidates(ingested, asked.steps);
      const rows = await features(ingested, those);
      const set = await joinLabels(ingested, rows, await labels(ingested, those));
      const scoring = scoringModel(model)!;
      return monitor(rows, set, scoring, { ...asked, score: (of) => score(of, scoring) });
    },
  });
}
