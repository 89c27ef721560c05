import type { TrainOptions } from '@applied-modeling/command';
import type { FoldRows } from '@applied-modeling/evaluation';
import { type Door, fingerprintFeatures } from '@applied-modeling/feature-store';
import { toXgboostJson, trainQueue } from '@applied-modeling/gbm';
import * as lifecycle from '@applied-modeling/lifecycle';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import * as tracking from '@applied-modeling/tracking';
import { type CalibratedModel, type Evaluation, type Ingested, modelParts, type TrainingSet } from './domain.ts';
import { audit } from './evaluation/audit.ts';
import { judgeGate } from './evaluation/gate.ts';
import { machineFeatures } from './features.ts';
import { candidates, labels, maturesAfterDays } from './label.ts';
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

/** All that is known before anything is registered: what a report can tell. */
export type JudgedRun = lifecycle.Judged<Ingested, TrainingSet, CalibratedModel, Evaluation>;
export type TrainRun = lifecycle.Trained<JudgedRun>;
type Options = TrainOptions<JudgedRun>;

/** Stages 1 to 7, the only place that knows their order. The lake stays open for the caller to close. */
export function trainRun(options: Options): Promise<TrainRun> {
  const { stage, publish } = options;
  return lifecycle.trainTables(options, {
    ...{ model: 'PIPELINE', ingest },
    train: async (ingested, standing) => {
      const judged: JudgedRun = { standing, ...(await judge(ingested, options)) };
      await stage('report', () => publish(judged));
      return { ...judged, registered: await stage('register', () => register(judged, options)) };
    },
  });
}

/** Stages 2 to 6, and the verdicts on what came out. */
async function judge(ingested: Ingested, options: Options): Promise<Omit<JudgedRun, 'standing'>> {
  const { stage, seed, threads, plantLeak, runsDir } = options;
  const set = await stage('features', () => trainingSet(ingested, plantLeak ? 'latest' : 'as-of'));
  const folds = await stage('split', async () => split(set, ingested.calendar));
  const { train: trainBooster } = trainQueue({ threads });
  const fit = (fold: FoldRows) => train(set, fold, { seed, trainBooster });
  const trained = await stage('train', () => Promise.all([fit(folds.refit), fit(folds.final)]));
  const [refit, model] = await stage('calibrate', async () => trained.map((one) => calibrate(set, one)));
  const evaluation = await stage('evaluate', () => evaluate(set, model, { truthDir: ingested.truthDir, seed }));
  const found = await stage('audit', async () => audit(set, folds, evaluation));
  return {
    ...tracking.placeRun(runsDir),
    ingested,
    set,
    model,
    refit,
    evaluation,
    audit: found,
    gate: judgeGate(evaluation, found),
    modelFingerprint: tracking.modelFingerprint(toXgboostJson(refit.booster)),
  };
}

/** Training is a join: what was known of the candidates, and what became of them. Scoring does without the second. */
export async function trainingSet(ingested: Ingested, door?: Door): Promise<TrainingSet> {
  const asked = candidates(ingested, ingested.calendar.decisionSteps);
  const rows = await features(ingested, asked, door);
  const machineId = rows.spine.keys.machine_id as readonly string[];
  return {
    ...rows,
    machineId,
    cluster: numbered(machineId),
    week: Int32Array.from(rows.carried.week as Float64Array),
    y: await labels(ingested, asked),
    maturesAt: rows.spine.decidedAt.map((at) => at + maturesAfterDays * MS_PER_DAY),
  };
}

const operated = {
  ...{ model: 'PIPELINE', fingerprint: fingerprintFeatures(machineFeatures), parts: modelParts },
  ...{ ingest, firstStep: calendarSettings.firstTrainStep },
};

/** Stage 8: the machines of one Monday, as they were known then, by whoever is champion. */
export function scoreRun(options: lifecycle.ScoreOptions): Promise<lifecycle.ScoreRun> {
  return lifecycle.scoreTables(options, {
    ...operated,
    score: async (ingested, champion, week) =>
      score(await features(ingested, candidates(ingested, [week])), scoringModel(champion)),
  });
}

/** Stage 9: the weeks after the history, watched by the champion, or while the rule is champion by the newest model. */
export function watchRun(options: lifecycle.WatchOptions): Promise<lifecycle.Watch> {
  return lifecycle.watchTables(options, {
    ...operated,
    watch: async (ingested, model, asked) => {
      const scoring = scoringModel(model)!;
      const batches = new Map<number, lifecycle.ScoredBatch>();
      for (const week of asked.steps)
        batches.set(week, score(await features(ingested, candidates(ingested, [week])), scoring));
      const calendar = { ...ingested.calendar, decisionSteps: asked.steps };
      const set = await trainingSet({ ...ingested, calendar });
      return monitor(set, scoring, { ...asked, score: (week) => batches.get(week)! });
    },
  });
}

function numbered(ids: readonly string[]): Int32Array {
  const numbers = new Map([...new Set(ids)].map((id, number) => [id, number]));
  return Int32Array.from(ids, (id) => numbers.get(id)!);
}
