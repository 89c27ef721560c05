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
import { exists, listFolders } from './folder.ts';
import { createRun, type RunHandle, type RunOptions, type RunRecord, readRun } from './run.ts';
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
  /** All runs of an experiment, the newest first. */
  listRuns(experimentId: string): Promise<readonly RunRecord[]>;
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
      const runIds = (await listFolders(join(root, experimentId))).filter((name) => /^[0-9a-f]{32}$/.test(name));
      const runs = await Promise.all(runIds.map((runId) => readRun(join(root, experimentId, runId))));
      return runs.sort((a, b) => b.startTime - a.startTime || (a.runId < b.runId ? -1 : 1));
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

/** @throws when no experiment below `root` holds the run */
export async function findRunDir(root: string, runId: string): Promise<string> {
  for (const experimentId of await listExperimentIds(root)) {
    const runDir = join(root, experimentId, runId);
    if (await exists(join(runDir, 'meta.yaml'))) return runDir;
  }
  throw new Error(`run ${runId}: not in any experiment of ${root}`);
}

const experimentSchema = z.object({ experiment_id: z.string(), name: z.string() });

async function findExperiment(root: string, name: string): Promise<Experiment | undefined> {
  for (const id of await listExperimentIds(root)) {
    const path = join(root, id, 'meta.yaml');
    if (!(await exists(path))) continue; // being created by someone else at this moment
    const meta = await readYaml(path, experimentSchema, `experiment ${id}`);
    if (meta.name === name) return { experimentId: meta.experiment_id, name };
  }
  return undefined;
}

/**
 * The id is a hash of the name, so two processes that create one experiment at the same time meet in the same folder, and
 * either's metadata will do.
 */
async function createExperiment(root: string, name: string, at: number): Promise<Experiment> {
  const experimentId = experimentIdFrom(name);
  const dir = join(root, experimentId);
  if (await exists(join(root, '.trash', experimentId)))
    throw new Error(
      `experiment ${name}: was deleted; restore it (mlflow experiments restore -x ${experimentId}) or use another name`,
    );
  const meta = {
    artifact_location: pathToFileURL(dir).href,
    creation_time: at,
    experiment_id: experimentId,
    last_update_time: at,
    lifecycle_stage: 'active',
    name,
  };
  await createFile(join(dir, 'meta.yaml'), yamlText(meta), asideDirOf(root));
  return { experimentId, name };
}

async function listExperimentIds(root: string): Promise<readonly string[]> {
  return (await listFolders(root)).filter((name) => /^\d+$/.test(name));
}

function experimentIdFrom(name: string): string {
  const hash = createHash('sha256').update(name).digest().readBigUInt64BE();
  return String(10n ** 17n + (hash % (9n * 10n ** 17n)));
}
