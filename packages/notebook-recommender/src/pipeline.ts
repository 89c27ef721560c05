import type { Tick, TrainOptions } from '@applied-modeling/command';
import type { FoldRows } from '@applied-modeling/evaluation';
import type { Door, RunAudit } from '@applied-modeling/feature-store';
import { trainQueue } from '@applied-modeling/gbm';
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
import { register, registeredModel } from './stages/7-register.ts';
import { joinLabels } from './training-set/join-labels.ts';

/** All that is known before anything is registered: what a report can tell. */
export interface JudgedRun extends JudgedTraining<RunAudit> {
  readonly ingested: Ingested;
  readonly set: TrainingSet;
  /** What ships, as it was judged and as it is registered. */
  readonly model: CalibratedModel;
  readonly refit: CalibratedModel;
  readonly evaluation: Evaluation;
}

export interface TrainRun extends JudgedRun {
  readonly registered: Registered;
}

/** Stages 1 to 7, the only place that knows their order. The lake stays open for the caller to close. */
export async function trainRun(options: TrainOptions<JudgedRun>): Promise<TrainRun> {
  const { stage, threads, source, mlrunsDir } = options;
  const standing = await readStanding(mlrunsDir, 'notebook-recommender');
  const ingested = await stage('ingest', () => ingest(source, { threads, memoryLimit: '2GB' }));
  return trainOn(ingested, standing, options).catch((failure) => {
    ingested.lake.close();
    throw failure;
  });
}

/** Stages 2 to 7. */
async function trainOn(ingested: Ingested, standing: Standing, options: TrainOptions<JudgedRun>): Promise<TrainRun> {
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
  const shipped = (among: readonly CalibratedModel[]) => among.find(({ name }) => name === evaluation.ships)!;
  const [model, refit] = [shipped(fits), shipped(refits)];
  const findings = await stage('audit', async () => audit({ set, folds, evaluation }));
  const judged: JudgedRun = {
    ...placeRun(options.runsDir),
    ...{ standing, ingested, set, model, refit, evaluation, audit: findings },
    gate: judgeGate(evaluation, findings),
    modelFingerprint: modelFingerprint(JSON.stringify(registeredModel(refit))),
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
