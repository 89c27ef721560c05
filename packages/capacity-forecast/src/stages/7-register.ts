import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { driftReference } from '@applied-modeling/evaluation';
import { type Booster, toXgboostJson } from '@applied-modeling/gbm';
import { openFileStore, openRegistry, type RunHandle, runIdFrom, writeModelFolder } from '@applied-modeling/tracking';
import type { CalibratedModel, Evaluation, Ingested, TrainingSet } from '../domain.ts';
import type { Audit } from '../evaluation/audit.ts';
import { headlineMetrics } from '../evaluation/headline-metrics.ts';
import { FEATURES } from '../features.ts';
import { type Gate, judgeGate } from '../gate.ts';
import { incumbentRule } from '../incumbent.ts';
import { labelContract, maturesAfterDays, shortWeek } from '../label.ts';
import { take } from '../rows.ts';
import { runFiles } from '../run-files.ts';
import { conformalSettings, costQuantile, trainSettings } from '../settings.ts';
import { prices } from '../world/prices.ts';

export interface RegisterOptions {
  readonly mlrunsDir: string;
  /** Where runs keep their files, one folder each. */
  readonly runsDir: string;
  readonly seed: number;
  readonly startedAt: number;
  /** Milliseconds since 1970, asked when the run ends. */
  readonly clock: () => number;
  readonly commit: string;
}

export interface Registered {
  readonly runId: string;
  readonly runDir: string;
  readonly modelName: string;
  /** Null when the audit refused. */
  readonly version: number | null;
  readonly gate: Gate;
  readonly modelFingerprint: string | null;
  readonly modelDir: string | null;
}

const MODEL_NAME = 'capacity-forecast';
const REGISTRAR = 'capacity:train';

/**
 * Records the run and registers the refit model as `challenger`. Promotion is somebody's decision, never a side effect of
 * training: the incumbent is the four-week rule, version 1, and it stays champion until a person moves the alias.
 *
 * What is registered was fitted on the newest matured weeks by the recipe that was evaluated; the evaluated twin's figures
 * are its evidence. A run whose audit failed is recorded, and nothing of it is registered.
 */
export async function register(
  ingested: Ingested,
  set: TrainingSet,
  refit: CalibratedModel,
  evaluation: Evaluation,
  audit: Audit,
  options: RegisterOptions,
): Promise<Registered> {
  const gate = judgeGate(evaluation, audit);
  const runId = runIdFrom(MODEL_NAME, ingested.fingerprint, set.fingerprint, options.seed, options.startedAt);
  const runDir = join(options.runsDir, runId.slice(0, 12));
  const store = openFileStore(options.mlrunsDir);
  const { experimentId } = await store.experiment(MODEL_NAME, options.startedAt);
  const run = await store.startRun({
    runId,
    experimentId,
    runName: `capacity-train-${runId.slice(0, 6)}`,
    startTime: options.startedAt,
    tags: {
      'mlflow.source.git.commit': options.commit,
      'fingerprint.data': ingested.fingerprint,
      'fingerprint.features': set.fingerprint,
      // A tag, because MLflow records a dataset once, with the path of whichever run came first.
      'training_set.path': join(runDir, runFiles.trainingSet),
      'audit.passed': String(audit.passed),
      'gate.passed': String(gate.passed),
    },
  });
  try {
    await record(run, ingested, refit, evaluation, { gate, audit }, options.seed);
    const registered = audit.passed ? await challenge(run, set, refit, gate, options) : NOT_REGISTERED;
    await run.finish({ endTime: options.clock(), status: 'FINISHED' });
    return { runId, runDir, modelName: MODEL_NAME, gate, ...registered };
  } catch (failure) {
    await run.finish({ endTime: options.clock(), status: 'FAILED' });
    throw failure;
  }
}

const NOT_REGISTERED = { version: null, modelDir: null, modelFingerprint: null };

/** What the run was made of and what it found. */
async function record(
  run: RunHandle,
  { fingerprint, versions }: Ingested,
  refit: CalibratedModel,
  evaluation: Evaluation,
  verdicts: { readonly gate: Gate; readonly audit: Audit },
  seed: number,
): Promise<void> {
  const { params, quantiles, ranksPerWeek } = trainSettings;
  await run.logParams({ ...params, quantiles: quantiles.join(' '), ranks_per_week: ranksPerWeek, seed });
  await run.logMetrics(headlineMetrics(evaluation));
  await run.logMetricSeries('stopping_pinball_loss', plannedBooster(refit).evalHistory);
  await run.logDataset({
    name: MODEL_NAME,
    digest: fingerprint,
    source: { type: 'local', versions: JSON.stringify(versions) },
    context: 'training',
  });
  for (const [name, verdict] of Object.entries(verdicts)) {
    await run.logArtifact({ name: `${name}.json`, content: json(verdict) });
  }
}

/** Writes the model beside the run and makes it the challenger of whatever is champion. */
async function challenge(
  run: RunHandle,
  set: TrainingSet,
  refit: CalibratedModel,
  gate: Gate,
  { mlrunsDir, startedAt }: RegisterOptions,
): Promise<Pick<Registered, 'version' | 'modelDir' | 'modelFingerprint'>> {
  const registry = openRegistry(mlrunsDir);
  const champion = await registry.resolveAlias(MODEL_NAME, 'champion');
  if (champion === undefined) await enthroneRule(run, set.fingerprint, mlrunsDir, startedAt);
  const modelJson = toXgboostJson(plannedBooster(refit));
  const modelDir = join(run.artifactDir, 'model');
  mkdirSync(modelDir, { recursive: true });
  await writeModelFolder(modelDir, {
    model: { kind: 'xgboost', json: modelJson },
    featureNames: set.names,
    featureFingerprint: set.fingerprint,
    runId: run.runId,
    createdAt: startedAt,
    inputExample: [0, 1].map((row) => set.columns.map((column) => (Number.isNaN(column[row]) ? null : column[row]))),
    extraFiles: modelExtras(set, refit),
  });
  const { firstWeek, lastWeek } = refit.fold.fold.train;
  const { version } = await registry.registerVersion({
    name: MODEL_NAME,
    source: modelDir,
    runId: run.runId,
    description: `Refit on weeks ${firstWeek} to ${lastWeek}; judged by its evaluated twin.`,
    at: startedAt,
  });
  await registry.recordGate(MODEL_NAME, version, gate);
  const reason = gate.passed ? 'gate passed' : 'newest version; the gate refused it';
  await registry.setAlias(MODEL_NAME, 'challenger', version, { at: startedAt, by: REGISTRAR, reason });
  return { version, modelDir, modelFingerprint: createHash('sha256').update(modelJson).digest('hex').slice(0, 16) };
}

/** The rule that was there before any model is the first champion, so that replacing it is an explicit act. */
async function enthroneRule(run: RunHandle, fingerprint: string, mlrunsDir: string, startedAt: number): Promise<void> {
  const registry = openRegistry(mlrunsDir);
  const ruleDir = join(run.artifactDir, 'incumbent-rule');
  mkdirSync(ruleDir, { recursive: true });
  await writeModelFolder(ruleDir, {
    model: { kind: 'rule', rule: { name: incumbentRule.name, sql: incumbentRule.sql } },
    featureNames: incumbentRule.features,
    featureFingerprint: fingerprint,
    runId: run.runId,
    createdAt: startedAt,
  });
  const { version } = await registry.registerVersion({
    name: MODEL_NAME,
    source: ruleDir,
    runId: run.runId,
    description: 'The rule capacity managers used during the history.',
    at: startedAt,
  });
  const governance = { at: startedAt, by: REGISTRAR, reason: 'first incumbent' };
  await registry.setAlias(MODEL_NAME, 'champion', version, governance);
}

/** The model of the folder: what is provisioned is its quantile. */
function plannedBooster({ levels, boosters }: CalibratedModel): Booster {
  return boosters[levels.indexOf(costQuantile)];
}

/** Everything scoring and monitoring will need besides the trees of the planned quantile. */
function modelExtras(set: TrainingSet, refit: CalibratedModel): Record<string, string> {
  const { fold, levels, boosters, shifts, calibrator } = refit;
  const reference = set.columns.map((column) => take(column, fold.calibration));
  const others = levels.flatMap((level, index) =>
    level === costQuantile ? [] : [[`quantile-${level}.json`, toXgboostJson(boosters[index])] as const],
  );
  return {
    ...Object.fromEntries(others),
    'shortage-calibrator.json': json(calibrator),
    'plan.json': json({
      predicts: 'log(nodes / anchor); anchor = cost quantile of the structural forecast',
      costQuantile,
      levels,
      shifts,
      groupBy: conformalSettings.groupBy,
      prices,
    }),
    'label-contract.json': json({ ...labelContract, maturesAfterDays, shortWeek }),
    'features.json': json(FEATURES.map(({ name, source, hours, about }) => ({ name, source, hours, about }))),
    'drift-reference.json': json(driftReference(reference, set.names)),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
