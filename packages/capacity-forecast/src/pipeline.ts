import type { TrainOptions } from '@applied-modeling/command';
import { shippedOf } from '@applied-modeling/evaluation';
import { trainQueue } from '@applied-modeling/gbm';
import * as lifecycle from '@applied-modeling/lifecycle';
import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import * as tracking from '@applied-modeling/tracking';
import { type CalibratedModel, type Evaluation, type Ingested, modelParts, type TrainingSet } from './domain.ts';
import { audit } from './evaluation/audit.ts';
import { judgeGate } from './evaluation/gate.ts';
import { carelessLaunches } from './failure-modes/launch-leak.ts';
import { featureFingerprint } from './features.ts';
import { candidates, comingWeek } from './forecast/candidates.ts';
import { readHistory } from './forecast/history.ts';
import { announcedLaunches, type ReadLaunches } from './forecast/outlook.ts';
import { rules } from './forecast/rules.ts';
import { calendarSettings } from './settings.ts';
import { ingest } from './stages/1-ingest.ts';
import { features } from './stages/2-features.ts';
import { split } from './stages/3-split.ts';
import { train } from './stages/4-train.ts';
import { calibrate } from './stages/5-calibrate.ts';
import { evaluate } from './stages/6-evaluate.ts';
import { register, registeredModel } from './stages/7-register.ts';
import { score, scoringModel } from './stages/8-score.ts';
import { monitor } from './stages/9-monitor.ts';
import { labels } from './training-set/labels.ts';

/** All that is known before anything is registered: what a report can tell. */
export type JudgedRun = lifecycle.Judged<Ingested, TrainingSet, CalibratedModel, Evaluation>;
export type TrainRun = lifecycle.Trained<JudgedRun>;
type Options = TrainOptions<JudgedRun>;

/** Stages 1 to 7, the only place that knows their order. The lake stays open for the caller to close. */
export function trainRun(options: Options): Promise<TrainRun> {
  return lifecycle.trainTables(options, {
    ...{ model: 'capacity-forecast', ingest },
    train: (ingested, standing) => trainOn(ingested, standing, options),
  });
}

/** Stages 2 to 7. */
async function trainOn(ingested: Ingested, standing: tracking.Standing, options: Options): Promise<TrainRun> {
  const { stage, seed, plantLeak } = options;
  const { calendar, truthDir } = ingested;
  const read = await stage('features', () => trainingSet(ingested, plantLeak ? carelessLaunches : announcedLaunches));
  const set = plantLeak ? { ...read, fingerprint: `${read.fingerprint}-leaked` } : read;
  const folds = await stage('split', async () => split(set, calendar));
  // Careless is who learns what was served, as if nobody had ever been turned away.
  const onUsage = [{ ...set, demand: set.served }, folds.final] as const;
  const honest = [folds.refit, folds.final, ...folds.rolling].map((fold) => [set, fold] as const);
  const asked = [onUsage, ...honest];
  const fitted = await stage('train', (tick) => {
    const onTrained = (done: number, total: number) => tick(done, total, 'boosters');
    const { train: trainBooster } = trainQueue({ ...options, onTrained });
    return Promise.all(asked.map(([learntFrom, fold]) => train(learntFrom, fold, { seed, trainBooster })));
  });
  const [careless, refits, fits, ...rolling] = await stage('calibrate', async () =>
    fitted.map((models, at) => models.map((model) => calibrate(asked[at][0], model))),
  );
  const evaluation = await stage('evaluate', () =>
    evaluate(set, fits, { truthDir, calendar, seed, careless, rolling }),
  );
  const [model, refit] = [fits, refits].map((among) => shippedOf(among, evaluation.shipping));
  const findings = await stage('audit', async () => audit({ set, split: folds, evaluation }));
  const judged: JudgedRun = {
    ...tracking.placeRun(options.runsDir),
    ...{ standing, ingested, set, model, refit, evaluation, audit: findings },
    gate: judgeGate(evaluation, findings),
    modelFingerprint: tracking.modelFingerprint(JSON.stringify(registeredModel(refit))),
  };
  await stage('report', () => options.publish(judged));
  return { ...judged, registered: await stage('register', () => register(judged, options)) };
}

/** Training is a join: what was known of the weeks that were planned, and what became of them. Scoring does without the second. */
export async function trainingSet(ingested: Ingested, readLaunches?: ReadLaunches): Promise<TrainingSet> {
  const { epoch, now, decisionSteps, final } = ingested.calendar;
  const history = await readHistory(ingested, readLaunches);
  const planned = candidates(history.panel, decisionSteps);
  return {
    ...features(history, planned),
    ...labels(history, planned, (now - epoch) / MS_PER_HOUR),
    rules: rules(history, planned, final.test.first),
    coming: features(history, candidates(history.panel, [comingWeek(ingested.calendar)])),
  };
}

const operated = {
  ...{ model: 'capacity-forecast', fingerprint: featureFingerprint, parts: modelParts },
  ...{ ingest, firstStep: calendarSettings.firstTrainStep },
  lastStep: ({ calendar }: Ingested) => comingWeek(calendar),
};

/** Stage 8: the levels of one week, as they were decided on its Thursday, by whoever is champion. */
export function scoreRun(options: lifecycle.ScoreOptions): Promise<lifecycle.ScoreRun> {
  return lifecycle.scoreTables(options, {
    ...operated,
    score: async (ingested, champion, week) => {
      const history = await readHistory(ingested);
      return score(features(history, candidates(history.panel, [week])), scoringModel(champion));
    },
  });
}

/** Stage 9: the weeks after the history, watched by the champion, or while the rule is champion by the newest model. */
export function watchRun(options: lifecycle.WatchOptions): Promise<lifecycle.Watch> {
  return lifecycle.watchTables(options, {
    ...operated,
    watch: async (ingested, model, asked) => {
      const history = await readHistory(ingested);
      const { epoch, now } = ingested.calendar;
      const all = candidates(history.panel, asked.steps);
      const set = { ...features(history, all), ...labels(history, all, (now - epoch) / MS_PER_HOUR) };
      const planning = scoringModel(model)!;
      return monitor(set, planning, {
        ...asked,
        score: (week, columns) => {
          const known = features(history, candidates(history.panel, [week]));
          return score({ ...known, columns: columns ?? known.columns }, planning);
        },
      });
    },
  });
}
