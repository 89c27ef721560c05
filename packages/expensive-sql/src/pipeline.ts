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
} from '@applied-modeling/tracking';
import { candidates } from './candidates.ts';
import type { CalibratedModel, Evaluation, Ingested, TrainingSet } from './domain.ts';
import { audit } from './evaluation/audit.ts';
import { judgeGate } from './evaluation/gate.ts';
import { shippedOf } from './evaluation/shipping.ts';
import { labels } from './label.ts';
import { registeredChance } from './learned/model-file.ts';
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
  /** What ships, as it was judged and as it is registered. */
  readonly model: CalibratedModel;
  readonly refit: CalibratedModel;
  readonly evaluation: Evaluation;
}

export interface TrainRun extends JudgedRun {
  readonly registered: Registered;
}

type Options = TrainOptions<JudgedRun>;

/** Stages 1 to 7, the only place that knows their order. The lake stays open for the caller to close. */
export async function trainRun(options: Options): Promise<TrainRun> {
  const { stage, publish, threads } = options;
  const standing = await readStanding(options.mlrunsDir, 'expensive-sql');
  const ingested = await stage('ingest', () => ingest(options.source, { threads, memoryLimit: '2GB' }));
  try {
    const judged: JudgedRun = { ...(await judge(ingested, options)), standing };
    await stage('report', () => publish(judged));
    const registered = await stage('register', () => register(judged, options));
    return { ...judged, registered };
  } catch (failure) {
    ingested.lake.close();
    throw failure;
  }
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
    ...placeRun(options.runsDir),
    ...{ ingested, set, model, refit, evaluation, audit: audited },
    gate: judgeGate(evaluation, audited),
    modelFingerprint: modelFingerprint(JSON.stringify(registeredChance(refit))),
  };
}

/** Training is a join: what was known of the queries, and how they ended. Scoring does without the second. */
export async function trainingSet(ingested: Ingested, door?: Door, tick?: Tick): Promise<TrainingSet> {
  const asked = await candidates(ingested);
  return joinLabels(await features(ingested, asked, door, tick), await labels(ingested), ingested.calendar.now);
}
