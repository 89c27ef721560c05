import type { TrainOptions } from '@applied-modeling/command';
import type { FoldRows } from '@applied-modeling/evaluation';
import type { Door, RunAudit } from '@applied-modeling/feature-store';
import { toXgboostJson, trainQueue } from '@applied-modeling/gbm';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import {
  type JudgedTraining,
  modelFingerprint,
  placeRun,
  type Registered,
  readStanding,
} from '@applied-modeling/tracking';
import type { CalibratedModel, Evaluation, Ingested, TrainingSet } from './domain.ts';
import { audit } from './evaluation/audit.ts';
import { judgeGate } from './evaluation/gate.ts';
import { candidates, labels, maturesAfterDays } from './label.ts';
import { ingest } from './stages/1-ingest.ts';
import { features } from './stages/2-features.ts';
import { split } from './stages/3-split.ts';
import { train } from './stages/4-train.ts';
import { calibrate } from './stages/5-calibrate.ts';
import { evaluate } from './stages/6-evaluate.ts';
import { register } from './stages/7-register.ts';

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

type Options = TrainOptions<JudgedRun>;

/** Stages 1 to 7, the only place that knows their order. The lake stays open for the caller to close. */
export async function trainRun(options: Options): Promise<TrainRun> {
  const { source, threads } = options;
  const standing = await readStanding(options.mlrunsDir, 'PIPELINE');
  const ingested = await options.stage('ingest', () => ingest(source, { threads, memoryLimit: '1GB' }));
  try {
    const judged = { standing, ...(await judge(ingested, options)) };
    await options.stage('report', () => options.publish(judged));
    return { ...judged, registered: await options.stage('register', () => register(judged, options)) };
  } catch (failure) {
    ingested.lake.close();
    throw failure;
  }
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
    ...placeRun(runsDir),
    ingested,
    set,
    model,
    refit,
    evaluation,
    audit: found,
    gate: judgeGate(evaluation, found),
    modelFingerprint: modelFingerprint(toXgboostJson(refit.booster)),
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

function numbered(ids: readonly string[]): Int32Array {
  const numbers = new Map([...new Set(ids)].map((id, number) => [id, number]));
  return Int32Array.from(ids, (id) => numbers.get(id)!);
}
