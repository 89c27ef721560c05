/**
 * One run: params that never change, metrics that are appended, tags, inputs and artifacts.
 *
 * A run is RUNNING from its first file to `finish`. A process that ends in between says KILLED if it still can; one that was
 * killed outright leaves the run RUNNING with everything it logged, and `FileStore.tidy` finds it by its tag
 * `process`. A metric file is rewritten whole: MLflow lists no run of an experiment in which one file is empty.
 */

import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { createFile, type FileContent, hasCode, replaceFile, replaceFileNow } from './atomic-file.ts';
import { type Dataset, planDatasetFiles, writeDataset } from './dataset.ts';
import { readFolder, readIfThere } from './folder.ts';
import { requireKey, requireWhole } from './names.ts';
import { readYaml, yamlText } from './yaml-file.ts';

const STATUS_CODE = { RUNNING: 1, SCHEDULED: 2, FINISHED: 3, FAILED: 4, KILLED: 5 } as const;

export type RunStatus = keyof typeof STATUS_CODE;

export type RunOptions = {
  /** 32 hex digits, of `placeRun`. */
  readonly runId: string;
  /** The id that `experiment(name)` returned. */
  readonly experimentId: string;
  readonly runName: string;
  /** Milliseconds since 1970; also the default time of every metric. */
  readonly startTime: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly user?: string;
};

export type MetricValue = number | null;

export type RunHandle = {
  readonly runId: string;
  readonly experimentId: string;
  readonly artifactDir: string;
  /** Params are immutable: logging another value under a used key throws; the same value again is fine. */
  logParams(params: Readonly<Record<string, string | number | boolean>>): Promise<void>;
  /** NaN and infinities are kept as such; `null` (nothing was measured) is skipped. `at` is in ms. */
  logMetrics(metrics: Readonly<Record<string, MetricValue>>, step?: number, at?: number): Promise<void>;
  /** One value a step, from step 0: a learning curve. */
  logMetricSeries(key: string, values: ArrayLike<number>): Promise<void>;
  setTags(tags: Readonly<Record<string, string>>): Promise<void>;
  logDataset(dataset: Dataset): Promise<void>;
  /** Copies a file, or writes content, below `artifactDir`; a name may hold `/`. Returns the artifact's path. */
  logArtifact(artifact: string | { readonly name: string; readonly content: FileContent }): Promise<string>;
  finish(end: RunEnd): Promise<void>;
  /** `finish`, for a process that is about to end. */
  finishNow(end: RunEnd): void;
};

export type RunEnd = { readonly endTime: number; readonly status: 'FINISHED' | 'FAILED' | 'KILLED' };

export type RunRecord = {
  readonly runId: string;
  readonly experimentId: string;
  readonly runName: string;
  readonly status: RunStatus;
  /** In MLflow, by hand. It can be restored until `mlflow gc`. */
  readonly isDeleted: boolean;
  readonly startTime: number;
  readonly endTime: number | null;
  readonly params: Readonly<Record<string, string>>;
  /** The latest value of each metric: greatest step, then time, then value, as MLflow chooses. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly artifactDir: string;
};

/** An id no other run has, though it began in the same millisecond, and the folder under `runsDir` for the run's files. */
export function placeRun(runsDir: string): { readonly runId: string; readonly runDir: string } {
  const runId = randomUUID().replaceAll('-', '');
  return { runId, runDir: join(runsDir, runId.slice(0, 12)) };
}

/**
 * Creates the run's folder and returns the handle that writes to it.
 *
 * @throws when the id is not 32 hex digits or is already taken
 */
export async function createRun(experimentDir: string, asideDir: string, options: RunOptions): Promise<RunHandle> {
  const { runId, startTime } = options;
  if (!/^[0-9a-f]{32}$/.test(runId)) throw new Error(`run ${runId}: expected an id of 32 hex digits; see placeRun`);
  const runDir = join(experimentDir, runId);
  const artifactDir = join(runDir, 'artifacts');
  for (const folder of ['params', 'metrics', 'tags', 'artifacts'])
    await mkdir(join(runDir, folder), { recursive: true });
  const meta = startedRun(options, artifactDir);
  if (!(await createFile(join(runDir, 'meta.yaml'), yamlText(meta), asideDir)))
    throw new Error(`run ${runId}: already exists in ${runDir}; give each run an id of its own`);

  let appended = Promise.resolve();
  /** One after another: of two values of one metric neither is lost. */
  const append = (key: string, lines: string) => {
    appended = appended.catch(() => undefined).then(() => appendMetric(runDir, asideDir, key, lines));
    return appended;
  };
  const ended = ({ endTime, status }: RunEnd) =>
    yamlText({ ...meta, end_time: requireWhole('time', endTime), status: STATUS_CODE[status] });

  const handle: RunHandle = {
    runId,
    experimentId: options.experimentId,
    artifactDir,
    async logParams(params) {
      for (const [key, value] of Object.entries(params)) await logParam(runDir, asideDir, key, String(value));
    },
    async logMetrics(metrics, step = 0, at = startTime) {
      for (const [key, value] of Object.entries(metrics))
        if (value !== null) await append(key, metricLine(value, step, at));
    },
    async logMetricSeries(key, values) {
      await append(key, Array.from(values, (value, step) => metricLine(value, step, startTime)).join(''));
    },
    async setTags(tags) {
      for (const [key, value] of Object.entries(tags))
        await replaceFile(join(runDir, 'tags', requireKey(key)), value, asideDir);
    },
    logDataset: (dataset) => writeDataset(planDatasetFiles(experimentDir, runId, dataset), asideDir),
    async logArtifact(artifact) {
      const name = requireKey(typeof artifact === 'string' ? basename(artifact) : artifact.name);
      const path = join(artifactDir, name);
      if (typeof artifact === 'string') await copyFile(artifact, path);
      else await replaceFile(path, artifact.content, asideDir);
      return path;
    },
    finish: (end) => replaceFile(join(runDir, 'meta.yaml'), ended(end), asideDir),
    finishNow: (end) => replaceFileNow(join(runDir, 'meta.yaml'), ended(end), asideDir),
  };
  await handle.setTags({
    'mlflow.runName': options.runName,
    'mlflow.source.type': 'LOCAL',
    [PROCESS]: `${hostname()} ${process.pid}`,
    ...(options.user && { 'mlflow.user': options.user }),
    ...options.tags,
  });
  return handle;
}

/** Reads a run back from its folder. */
export async function readRun(runDir: string): Promise<RunRecord> {
  const meta = await readYaml(join(runDir, 'meta.yaml'), runMetaSchema, `run ${basename(runDir)}`);
  const metricFiles = await readFolder(join(runDir, 'metrics'));
  return {
    runId: meta.run_id,
    experimentId: meta.experiment_id,
    runName: meta.run_name,
    status: statusOf(meta.status),
    isDeleted: meta.lifecycle_stage === 'deleted',
    startTime: meta.start_time,
    endTime: meta.end_time,
    params: await readFolder(join(runDir, 'params')),
    metrics: Object.fromEntries(Object.entries(metricFiles).flatMap(([key, lines]) => latestMetric(key, lines))),
    tags: await readFolder(join(runDir, 'tags')),
    artifactDir: join(runDir, 'artifacts'),
  };
}

/** Marks a run as KILLED whose process is known to be gone: a RUNNING one of this machine, by its tag. */
export async function endIfDead(runDir: string, asideDir: string, endTime: number): Promise<void> {
  const path = join(runDir, 'meta.yaml');
  const meta = await readYaml(path, runMetaSchema, `run ${basename(runDir)}`);
  const [host, pid] = (await readIfThere(join(runDir, 'tags', PROCESS)))?.split(' ') ?? [];
  if (meta.status !== STATUS_CODE.RUNNING || host !== hostname() || isAlive(Number(pid))) return;
  await replaceFile(path, yamlText({ ...meta, end_time: endTime, status: STATUS_CODE.KILLED }), asideDir);
}

/** The tag that says which process writes a run: host and number. */
const PROCESS = 'process';

/** Signal 0 is never delivered; EPERM says that the process is there and somebody else's. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

const runMetaSchema = z.looseObject({
  lifecycle_stage: z.string().default('active'),
  run_id: z.string(),
  run_name: z.string(),
  experiment_id: z.string(),
  status: z.number(),
  start_time: z.number(),
  end_time: z.number().nullable(),
});

function startedRun(options: RunOptions, artifactDir: string): Record<string, unknown> {
  return {
    artifact_uri: pathToFileURL(artifactDir).href,
    end_time: null,
    entry_point_name: '',
    experiment_id: options.experimentId,
    lifecycle_stage: 'active',
    run_id: options.runId,
    run_name: options.runName,
    run_uuid: options.runId,
    source_name: '',
    source_type: 4, // LOCAL
    source_version: '',
    start_time: requireWhole('time', options.startTime),
    status: STATUS_CODE.RUNNING,
    tags: [],
    user_id: options.user ?? '',
  };
}

async function logParam(runDir: string, asideDir: string, key: string, value: string): Promise<void> {
  const path = join(runDir, 'params', requireKey(key));
  if (await createFile(path, value, asideDir)) return;
  const logged = await readFile(path, 'utf8');
  if (logged !== value)
    throw new Error(`param ${key}: already logged as ${logged}, now ${value}; params are immutable, start another run`);
}

async function appendMetric(runDir: string, asideDir: string, key: string, lines: string): Promise<void> {
  const path = join(runDir, 'metrics', requireKey(key));
  await replaceFile(path, ((await readIfThere(path)) ?? '') + lines, asideDir);
}

function metricLine(value: number, step: number, at: number): string {
  return `${requireWhole('time', at)} ${pythonFloat(value)} ${requireWhole('step', step)}\n`;
}

function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? 'inf' : '-inf';
}

function fromPythonFloat(text: string): number {
  return Number(text.replace('inf', 'Infinity'));
}

/** None of a file whose only line is half written: only a line that has ended counts. */
function latestMetric(key: string, lines: string): [key: string, value: number][] {
  const entries = [...lines.matchAll(/^(-?\d+) (\S+)(?: (-?\d+).*)?\n/gm)].map(([, at, value, step = '0']) => {
    return { at: Number(at), value: fromPythonFloat(value), step: Number(step) };
  });
  if (entries.length === 0) return [];
  return [[key, entries.reduce((a, b) => ((b.step - a.step || b.at - a.at || b.value - a.value) >= 0 ? b : a)).value]];
}

function statusOf(code: number): RunStatus {
  const status = (Object.keys(STATUS_CODE) as RunStatus[]).find((name) => STATUS_CODE[name] === code);
  if (!status) throw new Error(`run status ${code}: expected 1 to 5`);
  return status;
}
