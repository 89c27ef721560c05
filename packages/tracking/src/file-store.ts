/**
 * MLflow's file store: `mlruns/<experiment id>/<run id>/...`, every fact a small file. It needs no server, diffs well and
 * can be read with `cat`; `how-to-open.ts` says how MLflow's own interface shows it.
 *
 * Left out: the tracking server's HTTP interface, logged models (a version refers to its model folder instead), deleting.
 */

import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { createFile } from './atomic-file.ts';
import { exists, listFolders, sweep } from './folder.ts';
import { requireWhole } from './names.ts';
import { createRun, endIfDead, type RunHandle, type RunOptions, type RunRecord, readRun } from './run.ts';
import { StoreError } from './store-error.ts';
import { readYaml, yamlText } from './yaml-file.ts';

export type Experiment = {
  /** 18 digits. Text, because a JavaScript number holds 16 of them. */
  readonly experimentId: string;
  readonly name: string;
};

export type FileStore = {
  readonly root: string;
  /** The experiment of this name, created at the first call. `at` (ms) dates the creation. */
  experiment(name: string, at: number): Promise<Experiment>;
  startRun(options: RunOptions): Promise<RunHandle>;
  /** @throws when no experiment holds the run */
  readRun(runId: string): Promise<RunRecord>;
  /** The runs of an experiment, the newest first: like MLflow, without those deleted there or damaged. */
  listRuns(experimentId: string): Promise<readonly RunRecord[]>;
  /** Marks runs as KILLED whose process died on this machine, at `at` (ms) for all we know, and removes what they left aside. */
  tidy(experimentId: string, at: number): Promise<void>;
};

/** Opens `dir` as an MLflow file store; nothing is written before the first experiment. */
export function openFileStore(dir: string): FileStore {
  const root = resolve(dir);
  return {
    root,
    async experiment(name, at) {
      const known = await findExperiment(root, name);
      return known ?? createExperiment(root, name, at);
    },
    startRun: (options) => createRun(join(root, options.experimentId), asideDirOf(root), options),
    readRun: async (runId) => readRun(await findRunDir(root, runId)),
    async listRuns(experimentId) {
      const runs = await eachRun(join(root, experimentId), readRun);
      const listed = runs.filter(({ isDeleted }) => !isDeleted);
      return listed.sort((a, b) => b.startTime - a.startTime || (a.runId < b.runId ? -1 : 1));
    },
    async tidy(experimentId, at) {
      await sweep(asideDirOf(root), /\.aside$/, at);
      await eachRun(join(root, experimentId), (runDir) => endIfDead(runDir, asideDirOf(root), at));
    },
  };
}

/**
 * Where files wait until they are whole. A crash can leave one behind: below `tags/` MLflow would show it as a tag, while in
 * `.trash/` MLflow looks at folders only.
 */
export function asideDirOf(root: string): string {
  return join(root, '.trash');
}

/** Does `work` on every run; one that is damaged, or half-made by another process, hides no other. */
async function eachRun<T>(experimentDir: string, work: (runDir: string) => Promise<T>): Promise<T[]> {
  const runIds = (await listFolders(experimentDir)).filter((name) => /^[0-9a-f]{32}$/.test(name));
  const done = runIds.map((runId) => work(join(experimentDir, runId)).then((result) => [result], passOverDamage));
  return (await Promise.all(done)).flat();
}

function passOverDamage(error: unknown): [] {
  if (error instanceof StoreError) return [];
  throw error;
}

/** @throws when no experiment below `root` holds the run */
export async function findRunDir(root: string, runId: string): Promise<string> {
  for (const experimentId of await listExperimentIds(root)) {
    const runDir = join(root, experimentId, runId);
    if (await exists(join(runDir, 'meta.yaml'))) return runDir;
  }
  throw new StoreError(`run ${runId}: not in any experiment of ${root}`);
}

const experimentSchema = z.object({ experiment_id: z.string(), name: z.string() });

/** @throws where the experiment is among those deleted in MLflow */
export async function findExperiment(root: string, name: string): Promise<Experiment | undefined> {
  const named = async (dir: string) => {
    const read = (id: string) => readYaml(join(dir, id, 'meta.yaml'), experimentSchema, `experiment ${id}`);
    const known = (await listExperimentIds(dir)).map((id) => read(id).then((meta) => [meta], passOverDamage));
    return (await Promise.all(known)).flat().find((meta) => meta.name === name)?.experiment_id;
  };
  const experimentId = await named(root);
  if (experimentId !== undefined) return { experimentId, name };
  const deleted = await named(join(root, '.trash'));
  if (deleted === undefined) return undefined;
  throw new StoreError(
    `experiment ${name}: was deleted in MLflow`,
    `restore it (mlflow experiments restore -x ${deleted}), or let mlflow gc remove it for good`,
  );
}

/**
 * The id is a hash of the name, so two processes that create one experiment at the same time meet in the same folder, and
 * either's metadata will do.
 */
async function createExperiment(root: string, name: string, at: number): Promise<Experiment> {
  const experimentId = experimentIdFrom(name);
  const dir = join(root, experimentId);
  const createdAt = requireWhole('time', at);
  const meta = {
    artifact_location: pathToFileURL(dir).href,
    creation_time: createdAt,
    experiment_id: experimentId,
    last_update_time: createdAt,
    lifecycle_stage: 'active',
    name,
  };
  const path = join(dir, 'meta.yaml');
  if (!(await createFile(path, yamlText(meta), asideDirOf(root))))
    await readYaml(path, experimentSchema, `experiment ${name}`); // somebody else's at this moment, or a damaged one
  return { experimentId, name };
}

async function listExperimentIds(root: string): Promise<readonly string[]> {
  return (await listFolders(root)).filter((name) => /^\d+$/.test(name));
}

function experimentIdFrom(name: string): string {
  const hash = createHash('sha256').update(name).digest().readBigUInt64BE();
  return String(10n ** 17n + (hash % (9n * 10n ** 17n)));
}
