import type { Tick, TrainOptions } from '@applied-modeling/command';
import type { Door, RunAudit } from '@applied-modeling/feature-store';
import { toXgboostJson, trainQueue } from '@applied-modeling/gbm';
import {
  type JudgedTraining,
  modelFingerprint,
  placeRun,
  type Registered,
  readStanding,
  type Standing,
} from '@applied-modeling/tracking';
import { candidates } from './candidates.ts';
import type { CalibratedModel, Evaluation, Ingested, TrainingSet } from './domain.ts';
import { audit } from './evaluation/audit.ts';
import { judgeGate } from './evaluation/gate.ts';
import { labels } from './label.ts';
import { ingest } from './stages/1-ingest.ts';
import { features } from './stages/2-features.ts';
import { split } from './stages/3-split.ts';
import { train } from './stages/4-train.ts';
import { calibrate } from './stages/5-calibrate.ts';
import { evaluate } from './stages/6-evaluate.ts';
import { register } from './stages/7-register.ts';
import { joinLabels } from './training-set/join-labels.ts';

/** All that is known before anything is registered: what a report can tell. */
export interface JudgedRun extends JudgedTraining<RunAudit> {
  readonly ingested: Ingested;
  readonly set: TrainingSet;
  readonly model: CalibratedModel;
  readonly refit: CalibratedModel;
  readonly evaluation: Evaluation;
}

export interface TrainRun extends JudgedRun {
  readonly registered: Registered;
}

/** Stages 1 to 7, the only place that knows their order. The lake stays open for the caller to close. */
export async function trainRun(options: TrainOptions<JudgedRun>): Promise<TrainRun> {
  const { source, stage, threads, mlrunsDir } = options;
  const standing = await readStanding(mlrunsDir, 'job-anomalies');
  const ingested = await stage('ingest', () => ingest(source, { threads, memoryLimit: '2GB' }));
  return trainOn(ingested, standing, options).catch((failure) => {
    ingested.lake.close();
    throw failure;
  });
}

/** Stages 2 to 7, and between 6 and 7 the verdicts on what came out. */
async function trainOn(ingested: Ingested, standing: Standing, options: TrainOptions<JudgedRun>): Promise<TrainRun> {
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
    ...placeRun(runsDir),
    ...{ standing, ingested, set, model, refit, evaluation, audit: found },
    gate: judgeGate(evaluation, found),
    modelFingerprint: modelFingerprint(toXgboostJson(refit.booster)),
  };
  await stage('report', () => publish(judged));
  return { ...judged, registered: await stage('register', () => register(judged, options)) };
}

/** Training is a join: what was known of the candidates, and what became of them. Scoring does without the second. */
export async function trainingSet(ingested: Ingested, door?: Door, tick?: Tick): Promise<TrainingSet> {
  const asked = await candidates(ingested, ingested.calendar.decisionSteps);
  return joinLabels(await features(ingested, asked, door, tick), await labels(ingested));
}
