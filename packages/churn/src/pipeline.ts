import type { PresentReading } from '@applied-modeling/feature-store';
import { trainQueue } from '@applied-modeling/gbm';
import { type Audit, audit } from './audit.ts';
import type { CalibratedModel, Engine, Evaluation, FoldRows, Ingested, TrainingSet } from './domain.ts';
import { type JoinedRows, plantLeak } from './failure-modes/leaky-crm.ts';
import { type NaiveJoin, type NaiveJoinOptions, naiveJoin } from './failure-modes/naive-join.ts';
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
import { type Registered, register } from './stages/7-register.ts';

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
  readonly naiveJoin: NaiveJoin | null;
  readonly audit: Audit;
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
  const queue = trainQueue(options);
  const trainBooster = queue.train;
  const [logistic, ...trained] = await stage('train', () => {
    const all = [folds.refit, folds.final, ...folds.rolling.toReversed()];
    const boosters = all.map((fold) => train(set, fold, { engine, seed, trainBooster }));
    return Promise.all([queue.beside(() => fitLogisticRung(set, folds.final)), ...boosters]);
  });
  const [refit, model, ...rolling] = await stage('calibrate', async () => trained.map((one) => calibrate(set, one)));
  const [{ careless, now }, evaluation] = await stage('evaluate', async () => [
    await lookBack(ingested, honest, set, folds.final, { seed, trainBooster, join }),
    await evaluate(set, model, rolling.toReversed(), { truthDir: ingested.truthDir, seed, logistic }),
  ]);
  const findings = await stage('audit', async () => audit({ set, split: folds, evaluation, now }));
  const registered = await stage('register', () => register(ingested, set, refit, evaluation, findings, options));
  return {
    ingested,
    set,
    final: folds.final,
    model,
    refit,
    evaluation,
    naiveJoin: careless,
    audit: findings,
    registered,
  };
}

/** What the audit and the careless join compare with. */
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
