/**
 * The numbered versions of registered models: folders that lie in the store, each claimed once by one writer.
 *
 * What was deleted in MLflow, a version or the run that holds its model, is gone here too.
 */

import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { createFile, hasCode, replaceFile } from './atomic-file.ts';
import { asideDirOf, findRunDir } from './file-store.ts';
import { exists, listFolders, readFolder, sweep } from './folder.ts';
import { requireKey, requireModelName, requireWhole } from './names.ts';
import { readRun } from './run.ts';
import { StoreError } from './store-error.ts';
import { readYaml, yamlText } from './yaml-file.ts';

export type VersionOptions = {
  readonly name: string;
  /** The model folder, usually `<artifactDir>/model` of the run; or what writes one, which the version then holds itself. */
  readonly source: string | ((dir: string) => Promise<void>);
  readonly runId: string;
  readonly description: string;
  readonly at: number /* ms */;
  readonly tags?: Readonly<Record<string, string>>;
};

export type ModelVersion = {
  readonly name: string;
  readonly version: number;
  readonly runId: string;
  /** The model folder, ready for `readModelFolder`. */
  readonly dir: string;
  readonly description: string;
  readonly createdAt: number;
  readonly tags: Readonly<Record<string, string>>;
};

export type Versions = {
  /** Numbers are 1, 2, 3, ... even when several processes register at once. */
  registerVersion(options: VersionOptions): Promise<ModelVersion>;
  /**
   * The version that an earlier call made; registered now if there is none. Of several first callers one registers, and all
   * get the same.
   */
  registerFirst(options: VersionOptions): Promise<ModelVersion>;
  version(name: string, version: number): Promise<ModelVersion>;
  versions(name: string): Promise<readonly ModelVersion[]>;
  /** What `registerFirst` made, if it is still there. */
  first(name: string): Promise<ModelVersion | undefined>;
};

/** Those of the file store at `root`. */
export function openVersions(root: string): Versions {
  const versions = async (name: string) => {
    const numbers = await listVersions(modelDirOf(root, name));
    const found = await Promise.all(numbers.map((number) => findVersion(root, name, number)));
    return found.flatMap((one) => (one instanceof StoreError ? [] : [one]));
  };
  const first = async (name: string) =>
    (await versions(name)).find(({ tags, version }) => tags[FIRST] !== undefined || version === 1);
  return {
    versions,
    first,
    version: (name, number) => requireVersion(root, name, number),
    registerVersion: (options) => register(root, options, false),
    async registerFirst(options) {
      const tags = { ...options.tags, [FIRST]: 'true' };
      const isFirst = (await listVersions(modelDirOf(root, options.name))).length === 0;
      return (await first(options.name)) ?? register(root, { ...options, tags }, isFirst);
    },
  };
}

/** The folder of a registered model in the store at `root`. */
export function modelDirOf(root: string, name: string): string {
  return join(root, 'models', requireModelName(name));
}

const versionSchema = z.object({
  creation_timestamp: z.number(),
  current_stage: z.string().nullish(),
  description: z.string().nullish(),
  run_id: z.string().nullish(),
  source: z.string(),
  version: z.number(),
});

/** Kept as it is, whoever described the model meanwhile. */
const modelSchema = z.looseObject({});

/** The version, or why it cannot be used. */
async function findVersion(root: string, name: string, number: number): Promise<ModelVersion | StoreError> {
  const subject = `model ${name}, version ${number}`;
  const versionDir = join(modelDirOf(root, name), `version-${number}`);
  if (!(await exists(versionDir))) return new StoreError(`${subject}: is not in ${root}`, 'choose one that is');
  const meta = await readYaml(join(versionDir, 'meta.yaml'), versionSchema, subject);
  if (meta.current_stage === 'Deleted_Internal')
    return new StoreError(`${subject}: was deleted in MLflow`, 'choose another version');
  const ownModel = join(versionDir, 'model');
  const dir = (await exists(ownModel)) ? ownModel : await folderOfSource(root, meta.source);
  if (dir === undefined)
    return new StoreError(
      `${subject}: run ${meta.run_id}, which holds its model, was deleted in MLflow`,
      `restore it (mlflow runs restore --run-id ${meta.run_id}) or choose another version`,
    );
  return {
    name,
    version: meta.version,
    runId: meta.run_id ?? '',
    dir,
    description: meta.description ?? '',
    createdAt: meta.creation_timestamp,
    tags: await readFolder(join(versionDir, 'tags')),
  };
}

async function requireVersion(root: string, name: string, number: number): Promise<ModelVersion> {
  const found = await findVersion(root, name, number);
  if (found instanceof StoreError) throw found;
  return found;
}

async function register(root: string, options: VersionOptions, isFirst: boolean): Promise<ModelVersion> {
  const [modelDir, asideDir] = [modelDirOf(root, options.name), asideDirOf(root)];
  const metaPath = join(modelDir, 'meta.yaml');
  await requireModelFolder(options);
  await createFile(metaPath, registeredModelText(options), asideDir);
  await sweep(modelDir, /^draft-/, options.at);
  const number = await claimVersion(root, modelDir, options, isFirst);
  const meta = await readYaml(metaPath, modelSchema, `model ${options.name}`);
  const touched = { ...meta, last_updated_timestamp: requireWhole('time', options.at) };
  await replaceFile(metaPath, yamlText(touched), asideDir);
  return requireVersion(root, options.name, number);
}

/** Tag of the version that `registerFirst` made. */
const FIRST = 'incumbent';

/**
 * Claims the next free number. The version is built aside as a whole folder and renamed into place: a rename onto a folder
 * that has content fails, so of two claimants of one number the second tries the next, and nobody sees half a version. Who
 * wants to be first and is not gets the number of who was.
 */
async function claimVersion(
  root: string,
  modelDir: string,
  options: VersionOptions,
  isFirst: boolean,
): Promise<number> {
  const { source, tags = {} } = options;
  const draft = join(modelDir, `draft-${randomUUID()}`);
  for (const [key, value] of Object.entries(tags)) await replaceFile(join(draft, 'tags', requireKey(key)), value);
  await mkdir(draft, { recursive: true });
  if (typeof source === 'function') await source(join(draft, 'model'));
  const newest = isFirst ? 0 : ((await listVersions(modelDir)).at(-1) ?? 0);
  for (let number = newest + 1; ; number++) {
    const versionDir = join(modelDir, `version-${number}`);
    const uri = typeof source === 'function' ? pathToFileURL(join(versionDir, 'model')).href : sourceUri(root, source);
    await replaceFile(join(draft, 'meta.yaml'), versionText(options, uri, number));
    try {
      await rename(draft, versionDir);
      return number;
    } catch (error) {
      if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM')) throw error;
      if (!isFirst) continue;
      await rm(draft, { recursive: true });
      return number;
    }
  }
}

async function listVersions(modelDir: string): Promise<readonly number[]> {
  const names = (await listFolders(modelDir)).filter((name) => /^version-\d+$/.test(name));
  return names.map((name) => Number(name.slice('version-'.length))).sort((a, b) => a - b);
}

async function requireModelFolder({ name, source }: VersionOptions): Promise<void> {
  if (typeof source === 'string' && !(await exists(join(source, 'MLmodel'))))
    throw new Error(`model ${name}: ${source} holds no MLmodel; write the folder with writeModelFolder first`);
}

/** A folder inside a run becomes `runs:/<run>/<path>`, which still holds after `mlruns` is moved; others a file URI. */
function sourceUri(root: string, source: string): string {
  const [, runId, artifacts, ...path] = relative(root, resolve(source)).split(sep);
  return artifacts === 'artifacts' && runId && path.length > 0
    ? `runs:/${posix.join(runId, ...path)}`
    : pathToFileURL(resolve(source)).href;
}

/** Undefined where the run that holds the folder was deleted. */
async function folderOfSource(root: string, source: string): Promise<string | undefined> {
  if (source.startsWith('file:')) return fileURLToPath(source);
  if (!source.startsWith('runs:/')) return source;
  const [runId, ...path] = source.slice('runs:/'.length).split('/');
  const runDir = await findRunDir(root, runId).catch(() => undefined);
  return runDir === undefined || (await readRun(runDir)).isDeleted ? undefined : join(runDir, 'artifacts', ...path);
}

function registeredModelText({ name, at }: VersionOptions): string {
  const createdAt = requireWhole('time', at);
  return yamlText({ creation_timestamp: createdAt, description: null, last_updated_timestamp: createdAt, name });
}

function versionText({ name, runId, description, at: time }: VersionOptions, source: string, version: number): string {
  const at = requireWhole('time', time);
  return yamlText({
    creation_timestamp: at,
    current_stage: 'None',
    description,
    last_updated_timestamp: at,
    model_id: null,
    name,
    run_id: runId,
    run_link: null,
    source,
    status: 'READY',
    status_message: null,
    storage_location: source,
    user_id: null,
    version,
  });
}
