/**
 * A training run, recorded and offered: what it was made of, what it found, and its model as the next version.
 *
 * Promotion is somebody's decision and never a side effect of training. Version 1 is the incumbent, the rule that was there
 * before any model, and the first champion; a run moves `challenger` when its gate passed, and `champion` never. A model
 * that the gate refused is a version all the same, with the evidence in its tags, and holds no alias.
 */

import { join } from 'node:path';
import { openFileStore } from './file-store.ts';
import { type GateVerdict, gateTags } from './gate.ts';
import type { ModelVersion } from './model-versions.ts';
import { readModelFolder } from './read-model-folder.ts';
import { openRegistry, type Registry } from './registry.ts';
import type { MetricValue, RunHandle } from './run.ts';
import type { Serving } from './serving.ts';
import { readStanding, type Standing } from './standing.ts';
import { type Model, sha256, tellFlavors, writeModelFolder } from './write-model-folder.ts';

export type TrainingRun = {
  /** Of the experiment, the dataset and the registered model alike. */
  readonly name: string;
  readonly runId: string;
  /** Milliseconds since 1970, as all times. */
  readonly startedAt: number;
  /** Asked when the run ends. */
  readonly clock: () => number;
  /** The command that trains, such as `ranking:train`: it moves the aliases. */
  readonly by: string;
  readonly commit: string;
  /** What was read: its content as a hash, and each table's version. */
  readonly data: { readonly fingerprint: string; readonly versions: Readonly<Record<string, number>> };
  readonly features: Features;
  /** Where the training set is kept. */
  readonly trainingSetPath: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly metrics: Readonly<Record<string, MetricValue>>;
  /** One value a step: learning curves. */
  readonly series: Readonly<Record<string, ArrayLike<number>>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Both are kept whole as artifacts. */
  readonly audit: { readonly passed: boolean };
  readonly gate: GateVerdict;
  readonly incumbent: Incumbent;
  /** Null where there is no model that could be registered. */
  readonly candidate: Candidate | null;
};

/** What a run is registered with beside what it found, and where. */
export type RegisterOptions = Pick<TrainingRun, 'startedAt' | 'clock' | 'commit'> & {
  readonly mlrunsDir: string;
  readonly seed: number;
};

export type Features = {
  readonly names: readonly string[];
  readonly columns: readonly ArrayLike<number>[];
  /** Of their definitions. */
  readonly fingerprint: string;
};

/** The rule in force before any model. */
export type Incumbent = {
  readonly name: string;
  /** How it is computed; it is registered as it is written here. */
  readonly sql: string;
  readonly features: readonly string[];
  readonly description: string;
};

/** A model fitted on `features`. */
export type Candidate = {
  /** Trees, or what can be written as a rule, such as a linear model. */
  readonly model: Model;
  /** Made by `encodeParts`. */
  readonly extraFiles: Readonly<Record<string, string>>;
  readonly description: string;
  /** What MLflow answers with for it; nothing, when left out. */
  readonly serving?: Serving;
};

/** A run that was judged, before anything of it is registered: where its files are, and what decides about it. */
export type JudgedTraining<Audit> = {
  readonly runId: string;
  readonly runDir: string;
  readonly audit: Audit;
  readonly gate: GateVerdict;
  /** What was in force when the run began. */
  readonly standing: Standing;
  /** Of the model that is offered; null where the engine leaves no model file. */
  readonly modelFingerprint: string | null;
};

/** Where the aliases point after the run. */
export type Registered = {
  readonly name: string;
  /** Null where nothing was registered. */
  readonly version: number | null;
  readonly modelDir: string | null;
} & Standing;

/**
 * Records everything, registers the candidate and ends the run: FINISHED, or FAILED where something threw. Of a run whose
 * audit failed nothing is registered.
 */
export async function recordTrainingRun(mlrunsDir: string, training: TrainingRun): Promise<Registered> {
  const { name, runId, startedAt, clock, by } = training;
  const store = openFileStore(mlrunsDir);
  const { experimentId } = await store.experiment(name, startedAt);
  await store.tidy(experimentId, startedAt);
  const runName = `${by.replaceAll(':', '-')}-${runId.slice(0, 6)}`;
  const run = await store.startRun({ runId, experimentId, runName, startTime: startedAt, tags: tagsOf(training) });
  const killed = () => run.finishNow({ endTime: clock(), status: 'KILLED' });
  process.once('exit', killed); // it ends in the middle: by Ctrl-C, say
  try {
    await record(run, training);
    const version = await register(openRegistry(mlrunsDir), run, training);
    const registered = { name, version: version?.version ?? null, modelDir: version?.dir ?? null };
    await run.finish({ endTime: clock(), status: 'FINISHED' });
    return { ...registered, ...(await readStanding(mlrunsDir, name)) };
  } catch (failure) {
    await run.finish({ endTime: clock(), status: 'FAILED' }).catch(() => undefined); // the first failure is the one to tell
    throw failure;
  } finally {
    process.off('exit', killed);
  }
}

/** Names a model by its content: sixteen hex digits. */
export function modelFingerprint(json: string): string {
  return sha256(json).slice(0, 16);
}

/** What became of the run's model, in one sentence. */
export function tellRegistration({ name, version, rule, champion, challenger }: Registered): string {
  const inForce =
    champion === null || champion === rule
      ? `version ${rule} is the rule, champion until you move it`
      : `champion is version ${champion}`;
  if (version === null) return `nothing was registered${champion === null ? '' : `; ${inForce}`}`;
  const offered =
    challenger === version
      ? 'now the challenger'
      : `the gate refused it, so ${challenger === null ? 'there is no challenger' : `challenger stays version ${challenger}`}`;
  return `registered as ${name} version ${version}${challenger === version ? ', ' : '; '}${offered}; ${inForce}`;
}

function tagsOf({ commit, data, features, trainingSetPath, audit, gate, tags }: TrainingRun): Record<string, string> {
  return {
    'mlflow.source.git.commit': commit,
    'fingerprint.data': data.fingerprint,
    'fingerprint.features': features.fingerprint,
    // A tag, because MLflow records a dataset once, with the path of whichever run came first.
    'training_set.path': trainingSetPath,
    'audit.passed': String(audit.passed),
    'gate.passed': String(gate.passed),
    ...tags,
  };
}

async function record(run: RunHandle, training: TrainingRun): Promise<void> {
  const { name, data, params, metrics, series, audit, gate } = training;
  await run.logParams(params);
  await run.logMetrics(metrics);
  for (const [key, values] of Object.entries(series)) await run.logMetricSeries(key, values);
  const source = { type: 'local', uri: training.trainingSetPath, versions: JSON.stringify(data.versions) };
  const digest = sha256(data.fingerprint + training.features.fingerprint).slice(0, 16);
  await run.logDataset({ name, digest, source, context: 'training' });
  for (const [artifact, verdict] of Object.entries({ audit, gate }))
    await run.logArtifact({ name: `${artifact}.json`, content: `${JSON.stringify(verdict, null, 2)}\n` });
}

/** Null where there is nothing to register. */
async function register(registry: Registry, run: RunHandle, training: TrainingRun): Promise<ModelVersion | null> {
  const { audit, candidate } = training;
  return audit.passed && candidate ? challenge(registry, run, training, candidate) : null;
}

/** The candidate as the next version, and as challenger where the gate passed. */
async function challenge(registry: Registry, run: RunHandle, training: TrainingRun, candidate: Candidate) {
  const { name, startedAt, by, gate } = training;
  await enthroneIncumbent(registry, run, training);
  const version = await registry.registerVersion({
    name,
    source: await writeCandidate(run, training, candidate),
    runId: run.runId,
    description: candidate.description,
    at: startedAt,
    tags: { ...gateTags(gate), ...(candidate.model.kind === 'xgboost' && tellFlavors(candidate.serving)) },
  });
  if (gate.passed)
    await registry.setAlias(name, 'challenger', version.version, { at: startedAt, by, reason: 'gate passed' });
  return version;
}

/**
 * Does nothing where there is a champion. A run that was killed half-way is taken up where it ended: the rule is not
 * registered twice. The rule lies in its version and not in the run, so that deleting the first run takes no rule away.
 */
async function enthroneIncumbent(registry: Registry, run: RunHandle, training: TrainingRun): Promise<void> {
  const { name, by, startedAt, features, incumbent } = training;
  if ((await registry.readAlias(name, 'champion')) !== null) return;
  const first = await registry.registerFirst({
    ...{ name, runId: run.runId, description: incumbent.description, at: startedAt },
    source: (dir) =>
      writeModelFolder(dir, {
        model: { kind: 'rule', rule: { name: incumbent.name, sql: incumbent.sql } },
        featureNames: incumbent.features,
        featureFingerprint: features.fingerprint,
        runId: run.runId,
        createdAt: startedAt,
      }),
  });
  await registry.claimAlias(name, 'champion', first.version, { at: startedAt, by, reason: 'first incumbent' });
}

/** Writes the model's folder and reads it back: what cannot be opened for these features is not registered. */
async function writeCandidate(
  run: RunHandle,
  { features, startedAt }: TrainingRun,
  { model, extraFiles, serving }: Candidate,
): Promise<string> {
  const dir = join(run.artifactDir, 'model');
  const firstRows = [0, 1].map((row) =>
    features.columns.map((column) => (Number.isNaN(column[row]) ? null : column[row])),
  );
  await writeModelFolder(dir, {
    model,
    featureNames: features.names,
    featureFingerprint: features.fingerprint,
    runId: run.runId,
    createdAt: startedAt,
    ...(serving?.inputs === undefined && { inputExample: firstRows }), // it has to hold all inputs
    serving,
    extraFiles,
  });
  await readModelFolder(dir, features);
  return dir;
}
