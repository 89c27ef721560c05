import { join as joinPath } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PresentReading } from '@applied-modeling/feature-store';
import { toXgboostJson, trainQueue } from '@applied-modeling/gbm';
import { type GateVerdict, modelFingerprint, type Registered, runIdFrom } from '@applied-modeling/tracking';
import { type Audit, audit } from './audit.ts';
import type { CalibratedModel, Engine, Evaluation, FoldRows, Ingested, TrainingSet } from './domain.ts';
import { type JoinedRows, plantLeak } from './failure-modes/leaky-crm.ts';
import { type NaiveJoin, type NaiveJoinOptions, naiveJoin } from './failure-modes/naive-join.ts';
import { judgeGate } from './gate.ts';
import { readAgain } from './read-again.ts';
import { sampleAccounts } from './sample-accounts.ts';
import { fitLogisticRung } from './scorers.ts';
import { naiveJoinSettings } from './settings.ts';
import { type IngestSource, ingest } from './stages/1-ingest.ts';
import { features } from './stages/2-features.ts';
import { split } from './stages/3-split.ts';
import { train } from './stages/4-train.ts';
import { calibrate } from './stages/5-calibrate.ts';
import { evaluate } from './stages/6-evaluate.ts';
import { register } from './stages/7-register.ts';

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
  /** Makes the run readable under its `runDir`, all at once. What could not be published is not registered. */
  readonly publish: (run: JudgedRun) => Promise<void>;
}

/** All that is known before anything is registered: what a report can tell. */
export interface JudgedRun {
  readonly runId: string;
  readonly runDir: string;
  readonly ingested: Ingested;
  readonly set: TrainingSet;
  readonly final: FoldRows;
  readonly model: CalibratedModel;
  readonly refit: CalibratedModel;
  readonly evaluation: Evaluation;
  readonly naiveJoin: NaiveJoin | null;
  readonly audit: Audit;
  readonly gate: GateVerdict;
  /** Of the refit; null where the engine leaves no model file. */
  readonly modelFingerprint: string | null;
}

export interface TrainRun extends JudgedRun {
  readonly registered: Registered;
}

/** Stages 1 to 7, the only place that knows their order. The lake stays open for the caller to close. */
export async function trainRun(options: TrainRunOptions): Promise<TrainRun> {
  const { stage } = options;
  const ingested = await stage('ingest', () =>
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
  const honest = await stage('features', () => features(ingested));
  const join = async <Rows extends JoinedRows>(rows: Rows) => (options.plantLeak ? plantLeak(ingested, rows) : rows);
  const joined = await join(honest);
  const set = { ...joined, fingerprint: options.plantLeak ? `${joined.fingerprint}-leaked` : joined.fingerprint };
  const folds = await stage('split', async () => split(set, ingested.calendar));
  const trainBooster = trainQueue(options);
  const [logistic, ...trained] = await stage('train', () => {
    const all = [folds.refit, folds.final, ...folds.rolling.toReversed()];
    const boosters = all.map((fold) => train(set, fold, { engine, seed, trainBooster }));
    // A turn later the boosters grow on their threads, and the simpler model costs no time of its own.
    return Promise.all([nextTurn().then(() => fitLogisticRung(set, folds.final)), ...boosters]);
  });
  const [refit, model, ...rolling] = await stage('calibrate', async () => trained.map((one) => calibrate(set, one)));
  const [{ careless, now }, evaluation] = await stage('evaluate', () =>
    together(
      lookBack(ingested, honest, set, folds.final, { seed, trainBooster, join }),
      evaluate(set, model, rolling.toReversed(), { truthDir: ingested.truthDir, seed, logistic }),
    ),
  );
  const findings = await stage('audit', async () => audit({ set, split: folds, evaluation, now }));
  const runId = runIdFrom('churn', ingested.fingerprint, set.fingerprint, seed, options.startedAt);
  const judged: JudgedRun = {
    runId,
    runDir: joinPath(options.runsDir, runId.slice(0, 12)),
    ingested,
    set,
    final: folds.final,
    model,
    refit,
    evaluation,
    naiveJoin: careless,
    audit: findings,
    gate: judgeGate(evaluation, findings),
    modelFingerprint: refit.booster ? modelFingerprint(toXgboostJson(refit.booster)) : null,
  };
  await stage('report', () => options.publish(judged));
  return { ...judged, registered: await stage('register', () => register(judged, options)) };
}

/** What the audit and the careless join compare with. DuckDB and the training threads do it while one thread judges the model. */
async function lookBack(
  ingested: Ingested,
  honest: TrainingSet,
  set: TrainingSet,
  fold: FoldRows,
  { join, ...options }: NaiveJoinOptions & { readonly join: <Rows extends JoinedRows>(rows: Rows) => Promise<Rows> },
): Promise<{ careless: NaiveJoin | null; now: PresentReading }> {
  const sample = await sampleAccounts(ingested, honest, naiveJoinSettings.accounts);
  const careless = await naiveJoin(ingested, sample, honest, fold, options);
  return { careless, now: await readAgain(ingested, sample, set, join) };
}

/** Both, or the first failure once neither is still at work: the caller will close the lake. */
async function together<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}
