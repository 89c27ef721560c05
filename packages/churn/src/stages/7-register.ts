import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { driftReference } from '@applied-modeling/evaluation';
import { toXgboostJson } from '@applied-modeling/gbm';
import {
  evaluateGate,
  type GateVerdict,
  openFileStore,
  openRegistry,
  runIdFrom,
  writeModelFolder,
} from '@applied-modeling/tracking';
import type { Audit } from '../audit.ts';
import type { CalibratedModel, Evaluation, Ingested, TrainingSet } from '../domain.ts';
import { labelContract, maturesAfterDays } from '../label.ts';
import { SHIPPED_QUEUE } from '../queue-money.ts';
import { runFiles } from '../run-files.ts';
import { gateSettings, queueSettings, trainSettings } from '../settings.ts';

export interface RegisterOptions {
  readonly mlrunsDir: string;
  /** Where runs keep their files, one folder each. */
  readonly runsDir: string;
  readonly seed: number;
  readonly startedAt: number;
  readonly commit: string;
}

export interface Registered {
  readonly runId: string;
  readonly runDir: string;
  readonly modelName: string;
  /** Null when the gate or the audit refused, or when the engine leaves no model file. */
  readonly version: number | null;
  readonly gate: GateVerdict;
  readonly modelFingerprint: string | null;
  readonly modelDir: string | null;
}

const MODEL_NAME = 'churn';

/**
 * Records the run and registers the refit model as `challenger`. Promotion is somebody's decision, never a side effect of
 * training: the incumbent is the CSM rule, version 1, and it stays champion until a person moves the alias.
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
  const store = openFileStore(options.mlrunsDir);
  const { experimentId } = await store.experiment(MODEL_NAME, options.startedAt);
  const runId = runIdFrom('churn', ingested.fingerprint, set.fingerprint, options.seed, options.startedAt);
  const runDir = join(options.runsDir, runId.slice(0, 12));
  const run = await store.startRun({
    runId,
    experimentId,
    runName: `churn-train-${runId.slice(0, 6)}`,
    startTime: options.startedAt,
    tags: {
      'mlflow.source.git.commit': options.commit,
      'fingerprint.data': ingested.fingerprint,
      'fingerprint.features': set.fingerprint,
      // A tag, because MLflow records a dataset once, with the path of whichever run came first.
      'training_set.path': join(runDir, runFiles.trainingSet),
      engine: refit.scorer.name,
      'audit.passed': String(audit.passed),
      'gate.passed': String(gate.passed),
    },
  });
  try {
    await run.logParams({ ...trainSettings.params, seed: options.seed, engine: refit.scorer.name });
    await run.logMetrics(headlineMetrics(evaluation));
    if (refit.booster) await run.logMetricSeries('stopping_logloss', refit.booster.evalHistory);
    await run.logDataset({
      name: 'churn',
      digest: ingested.fingerprint,
      source: { type: 'local', versions: JSON.stringify(ingested.versions) },
      context: 'training',
    });
    await run.logArtifact({ name: 'gate.json', content: `${JSON.stringify(gate, null, 2)}\n` });
    await run.logArtifact({ name: 'audit.json', content: `${JSON.stringify(audit, null, 2)}\n` });
    const registered = audit.passed && refit.booster ? await registerChallenger() : NOT_REGISTERED;
    await run.finish({ endTime: options.startedAt, status: 'FINISHED' });
    return { runId, runDir, modelName: MODEL_NAME, gate, ...registered };
  } catch (failure) {
    await run.finish({ endTime: options.startedAt, status: 'FAILED' });
    throw failure;
  }

  async function registerChallenger() {
    const registry = openRegistry(options.mlrunsDir);
    if ((await registry.resolveAlias(MODEL_NAME, 'champion')) === undefined) await registerIncumbent();
    const json = toXgboostJson(refit.booster!);
    const modelDir = join(run.artifactDir, 'model');
    mkdirSync(modelDir, { recursive: true });
    await writeModelFolder(modelDir, {
      model: { kind: 'xgboost', json },
      featureNames: set.names,
      featureFingerprint: set.fingerprint,
      runId,
      createdAt: options.startedAt,
      inputExample: [0, 1].map((row) => set.columns.map((column) => (Number.isNaN(column[row]) ? null : column[row]))),
      extraFiles: modelExtras(set, refit),
    });
    const { version } = await registry.registerVersion({
      name: MODEL_NAME,
      source: modelDir,
      runId,
      description: `Refit on weeks ${refit.fold.fold.train.firstWeek} to ${refit.fold.fold.train.lastWeek}; judged by its evaluated twin.`,
      at: options.startedAt,
    });
    await registry.recordGate(MODEL_NAME, version, gate);
    await registry.setAlias(MODEL_NAME, 'challenger', version, {
      at: options.startedAt,
      by: 'churn:train',
      reason: gate.passed ? 'gate passed' : 'newest version; the gate refused it',
    });
    return { version, modelDir, modelFingerprint: createHash('sha256').update(json).digest('hex').slice(0, 16) };
  }

  /** The rule that was there before any model: the first champion, so that replacing it is an explicit act. */
  async function registerIncumbent(): Promise<void> {
    const registry = openRegistry(options.mlrunsDir);
    const ruleDir = join(run.artifactDir, 'incumbent-rule');
    mkdirSync(ruleDir, { recursive: true });
    await writeModelFolder(ruleDir, {
      model: {
        kind: 'rule',
        rule: { name: 'csm_rule', sql: 'greatest(tickets_28d / 4, (1 - usage_ratio_28_84) / 0.22)' },
      },
      featureNames: ['tickets_28d', 'usage_ratio_28_84'],
      featureFingerprint: set.fingerprint,
      runId,
      createdAt: options.startedAt,
    });
    const { version } = await registry.registerVersion({
      name: MODEL_NAME,
      source: ruleDir,
      runId,
      description: 'The rule customer success managers used during the history.',
      at: options.startedAt,
    });
    await registry.setAlias(MODEL_NAME, 'champion', version, {
      at: options.startedAt,
      by: 'churn:train',
      reason: 'first incumbent',
    });
  }
}

const NOT_REGISTERED = { version: null, modelDir: null, modelFingerprint: null };

/** Everything scoring and monitoring will need besides the trees. */
function modelExtras(set: TrainingSet, { calibrator, fold }: CalibratedModel): Record<string, string> {
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const reference = set.columns.map((column) => Float32Array.from(fold.calibration, (row) => column[row]));
  return {
    'calibrator.json': json(calibrator),
    'label-contract.json': json({ ...labelContract, maturesAfterDays }),
    'drift-reference.json': json(driftReference(reference, set.names)),
    'queue.json': json(queueSettings),
    'features.sql': set.compiled.sql,
  };
}

/** Named checks; a value that is missing fails. On a person's own data there is no ceiling, so there is no such check. */
export function judgeGate(evaluation: Evaluation, audit: Audit): GateVerdict {
  const rung = (name: string) => evaluation.ladder.find((one) => one.name === name)?.modelMinusThis.low ?? null;
  const calibrated = evaluation.calibration[0];
  return evaluateGate([
    {
      name: 'audit passed',
      found: audit.passed,
      required: { equals: true },
      because: 'a leak makes every other figure meaningless',
    },
    {
      name: 'beats the CSM rule',
      found: rung('csm_rule'),
      required: { above: 0 },
      because: 'the 95 % interval of the paired difference must exclude 0',
    },
    {
      name: 'beats logistic regression',
      found: rung('logistic'),
      required: { above: 0 },
      because: 'otherwise the simpler model ships',
    },
    {
      name: 'calibration slope',
      found: calibrated ? [calibrated.slope.low, calibrated.slope.high] : null,
      required: { overlaps: gateSettings.calibrationSlope },
      because: 'a probability is multiplied by dollars',
    },
    {
      name: 'expected calibration error',
      found: calibrated?.expectedCalibrationError ?? null,
      required: { atMost: gateSettings.maximumCalibrationError },
      because: 'equal-mass bins, on the test window',
    },
    ...(evaluation.ceilings
      ? [
          {
            name: 'gap closed',
            found: evaluation.ceilings.gapClosed,
            required: { atLeast: gateSettings.minimumGapClosed },
            because: 'share of the way from the rule to the observable ceiling',
          } as const,
        ]
      : []),
  ]);
}

export function headlineMetrics(evaluation: Evaluation): Record<string, number | null> {
  const [calibrated] = evaluation.calibration;
  return {
    average_precision: evaluation.averagePrecision.estimate,
    base_rate: evaluation.baseRate,
    observable_ceiling: evaluation.ceilings?.observable.estimate ?? null,
    clairvoyant_ceiling: evaluation.ceilings?.clairvoyant.estimate ?? null,
    gap_closed: evaluation.ceilings?.gapClosed ?? null,
    roc_auc: evaluation.rocAuc,
    precision_at_k: evaluation.precisionAtK.precision,
    brier_score: calibrated.brierScore,
    log_loss: calibrated.logLoss,
    expected_calibration_error: calibrated.expectedCalibrationError,
    calibration_slope: calibrated.slope.estimate,
    net_value_usd: evaluation.money.find(({ policy }) => policy === SHIPPED_QUEUE)?.net.estimate ?? null,
  };
}
