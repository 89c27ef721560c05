import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RunAudit } from '@applied-modeling/feature-store';
import { trainQueue } from '@applied-modeling/gbm';
import { candidates } from './candidates.ts';
import type { CalibratedModel, Engine, Evaluation, FoldRows, Ingested, TrainingSet } from './domain.ts';
import { audit } from './evaluation/audit.ts';
import { readAgain } from './evaluation/read-again.ts';
import { leakyFeatures } from './failure-modes/leaky-crm.ts';
import { labels } from './label.ts';
import { fitLogisticRung } from './scorers.ts';
import { type IngestSource, ingest } from './stages/1-ingest.ts';
import { features } from './stages/2-features.ts';
import { split } from './stages/3-split.ts';
import { train } from './stages/4-train.ts';
import { calibrate } from './stages/5-calibrate.ts';
import { evaluate } from './stages/6-evaluate.ts';
import { type Registered, register } from './stages/7-register.ts';
import { joinLabels } from './training-set/join-labels.ts';

export interface TrainRunOptions {
  readonly source: IngestSource;
  readonly engine: Engine;
  readonly seed: number;
  readonly threads: number;
  readonly plantLeak: boolean;
  readonly mlrunsDir: string;
  readonly runsDir: string;
  readonly startedAt: number;
  readonly clock: () => number;
  readonly commit: string;
  /** Wraps a stage: progress and elapsed time are the caller's business. */
  readonly stage: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

export interface TrainRun {
  readonly ingested: Ingested;
  readonly set: TrainingSet;
  readonly final: FoldRows;
  readonly model: CalibratedModel;
  readonly refit: CalibratedModel;
  readonly evaluation: Evaluation;
  readonly audit: RunAudit;
  readonly registered: Registered;
}

/** Stages 1 to 7, the only place that knows their order. The lake stays open for the caller to close. */
export async function trainRun(options: TrainRunOptions): Promise<TrainRun> {
  const ingested = await options.stage('ingest', () =>
    ingest(options.source, { threads: options.threads, memoryLimit: '2GB' }),
  );
  return trainOn(ingested, options).catch((failure) => {
    ingested.lake.close();
    throw failure;
  });
}

/** Stages 2 to 7. */
async function trainOn(ingested: Ingested, options: TrainRunOptions): Promise<TrainRun> {
  const { stage, seed, engine } = options;
  const read = options.plantLeak ? leakyFeatures : features;
  const set = await stage('features', async () => {
    const asked = await candidates(ingested, ingested.calendar.decisionWeeks);
    return joinLabels(ingested, await read(ingested, asked), await labels(ingested, asked));
  });
  const folds = await stage('split', async () => split(set, ingested.calendar));
  const trainBooster = trainQueue(options);
  const [logistic, ...trained] = await stage('train', () => {
    const all = [folds.refit, folds.final, ...folds.rolling.toReversed()];
    const boosters = all.map((fold) => train(set, fold, { engine, seed, trainBooster }));
    // A turn later the boosters grow on their threads, and the simpler model costs no time of its own.
    return Promise.all([nextTurn().then(() => fitLogisticRung(set, folds.final)), ...boosters]);
  });
  const [refit, model, ...rolling] = await stage('calibrate', async () => trained.map((one) => calibrate(set, one)));
  const evaluation = await stage('evaluate', () =>
    evaluate(set, model, rolling.toReversed(), { truthDir: ingested.truthDir, seed, logistic }),
  );
  const findings = await stage('audit', async () =>
    audit({ set, split: folds, evaluation, now: await readAgain(ingested, set, read) }),
  );
  const registered = await stage('register', () => register(ingested, set, refit, evaluation, findings, options));
  return { ingested, set, final: folds.final, model, refit, evaluation, audit: findings, registered };
}
