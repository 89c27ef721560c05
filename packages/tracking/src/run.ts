/**
 * One run: params that never change, metrics that are appended, tags, inputs and artifacts.
 *
 * A run is RUNNING from its first file to `finish`. A process that dies in between leaves it RUNNING with everything it
 * logged, which is the truth, and MLflow shows it so.
 */

import { createHash } from 'node:crypto';
import { appendFile, copyFile, mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { createFile, type FileContent, replaceFile } from './atomic-file.ts';
import { type Dataset, planDatasetFiles, writeDataset } from './dataset.ts';
import { readFolder } from './folder.ts';
import { requireKey } from './names.ts';
import { readYaml, yamlText } from './yaml-file.ts';

const STATUS_CODE = { RUNNING: 1, SCHEDULED: 2, FINISHED: 3, FAILED: 4, KILLED: 5 } as const;

export type RunStatus = keyof typeof STATUS_CODE;

export type RunOptions = {
  /** 32 hex digits: `runIdFrom(...)`, or `crypto.randomUUID()` without its dashes. */
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
  finish(end: { readonly endTime: number; readonly status: 'FINISHED' | 'FAILED' | 'KILLED' }): Promise<void>;
};

export type RunRecord = {
  readonly runId: string;
  readonly experimentId: string;
  readonly runName: string;
  readonly status: RunStatus;
  readonly startTime: number;
  readonly endTime: number | null;
  readonly params: Readonly<Record<string, string>>;
  /** The latest value of each metric: greatest step, then time, then value, as MLflow chooses. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly artifactDir: string;
};

/** A run id (32 hex digits) that is the same for the same parts: a run repeated from one seed finds its own folder. */
export function runIdFrom(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** The id of a run, from whatever makes it the run it is, and the folder under `runsDir` in which its files are kept. */
export function placeRun(
  runsDir: string,
  ...parts: readonly (string | number)[]
): { readonly runId: string; readonly runDir: string } {
  const runId = runIdFrom(...parts);
  return { runId, runDir: join(runsDir, runId.slice(0, 12)) };
}

/**
 * Creates the run's folder and returns the handle that writes to it.
 *
 * @throws when the id is not 32 hex digits or is already taken
 */
export async function createRun(experimentDir: string, asideDir: string, options: RunOptions): Promise<RunHandle> {
  const { runId, startTime } = options;
  if (!/^[0-9a-f]{32}$/.test(runId)) throw new Error(`run ${runId}: expected an id of 32 hex digits; see runIdFrom`);
  const runDir = join(experimentDir, runId);
  const artifactDir = join(runDir, 'artifacts');
  for (const folder of ['params', 'metrics', 'tags', 'artifacts'])
    await mkdir(join(runDir, folder), { recursive: true });
  const meta = startedRun(options, artifactDir);
  if (!(await createFile(join(runDir, 'meta.yaml'), yamlText(meta), asideDir)))
    throw new Error(`run ${runId}: already exists in ${runDir}; give each run an id of its own`);

  const handle: RunHandle = {
    runId,
    experimentId: options.experimentId,
    artifactDir,
    async logParams(params) {
      for (const [key, value] of Object.entries(params)) await logParam(runDir, asideDir, key, String(value));
    },
    async logMetrics(metrics, step = 0, at = startTime) {
      for (const [key, value] of Object.entries(metrics))
        if (value !== null) await appendMetric(runDir, key, metricLine(value, step, at));
    },
    async logMetricSeries(key, values) {
      await appendMetric(runDir, key, Array.from(values, (value, step) => metricLine(value, step, startTime)).join(''));
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
    async finish({ endTime, status }) {
      const ended = { ...meta, end_time: endTime, status: STATUS_CODE[status] };
      await replaceFile(join(runDir, 'meta.yaml'), yamlText(ended), asideDir);
    },
  };
  await handle.setTags({
    'mlflow.runName': options.runName,
    'mlflow.source.type': 'LOCAL',
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
    startTime: meta.start_time,
    endTime: meta.end_time,
    params: await readFolder(join(runDir, 'params')),
    metrics: Object.fromEntries(Object.entries(metricFiles).map(([key, lines]) => [key, latestMetric(lines)])),
    tags: await readFolder(join(runDir, 'tags')),
    artifactDir: join(runDir, 'artifacts'),
  };
}

const runMetaSchema = z.object({
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
    start_time: options.startTime,
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

async function appendMetric(runDir: string, key: string, lines: string): Promise<void> {
  const path = join(runDir, 'metrics', requireKey(key));
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, lines);
}

function metricLine(value: number, step: number, at: number): string {
  return `${at} ${pythonFloat(value)} ${step}\n`;
}

function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? 'inf' : '-inf';
}

function fromPythonFloat(text: string): number {
  return Number(text.replace('inf', 'Infinity'));
}

function latestMetric(lines: string): number {
  const entries = lines
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [at, value, step = '0'] = line.split(' ');
      return { at: Number(at), value: fromPythonFloat(value), step: Number(step) };
    });
  return entries.reduce((a, b) => ((b.step - a.step || b.at - a.at || b.value - a.value) >= 0 ? b : a)).value;
}

function statusOf(code: number): RunStatus {
  const status = (Object.keys(STATUS_CODE) as RunStatus[]).find((name) => STATUS_CODE[name] === code);
  if (!status) throw new Error(`run status ${code}: expected 1 to 5`);
  return status;
}
