/**
 * Registered models: numbered versions, movable aliases and the history of every move.
 *
 * MLflow keeps only where an alias points now. Who moved it, when and why is kept here as tags of the registered model
 * (`alias_move.0001`, ...), one file a move and never rewritten, so the history shows in MLflow's interface and survives
 * `mlflow migrate-filestore`.
 */

import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { createFile, hasCode, replaceFile } from './atomic-file.ts';
import { asideDirOf, findRunDir } from './file-store.ts';
import { exists, listFolders, readFolder } from './folder.ts';
import { requireAlias, requireKey, requireModelName } from './names.ts';
import { readYaml, yamlText } from './yaml-file.ts';

export type VersionOptions = {
  readonly name: string;
  /** The model folder, usually `<artifactDir>/model` of the run. */
  readonly source: string;
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

/** Who moves an alias, when, and why. */
export type Governance = { readonly at: number /* ms */; readonly by: string; readonly reason: string };

export type AliasMove = Governance & {
  readonly alias: string;
  readonly action: 'set' | 'rollback';
  /** `null` when the alias did not exist before. */
  readonly from: number | null;
  readonly to: number;
};

export type Registry = {
  /** Numbers are 1, 2, 3, ... even when several processes register at once. */
  registerVersion(options: VersionOptions): Promise<ModelVersion>;
  /** The first version there is; registered now if there is none. Of several callers one registers, and all get the same. */
  registerFirst(options: VersionOptions): Promise<ModelVersion>;
  version(name: string, version: number): Promise<ModelVersion>;
  versions(name: string): Promise<readonly ModelVersion[]>;
  setAlias(name: string, alias: string, version: number, governance: Governance): Promise<AliasMove>;
  /** Sets an alias that points nowhere yet. One that points somewhere is left alone, whoever set it and however lately. */
  claimAlias(name: string, alias: string, version: number, governance: Governance): Promise<AliasMove | undefined>;
  /** The version an alias points at, or `undefined` when there is none: a first promotion has no incumbent. */
  resolveAlias(name: string, alias: string): Promise<ModelVersion | undefined>;
  /** Points the alias at the version before the current one. Repeated, it goes further back; it never toggles. */
  rollback(name: string, alias: string, governance: Governance): Promise<AliasMove>;
  /** Every alias move, oldest first. */
  history(name: string): Promise<readonly AliasMove[]>;
};

const versionSchema = z.object({
  creation_timestamp: z.number(),
  description: z.string().nullable(),
  run_id: z.string(),
  source: z.string(),
  version: z.number(),
});

const modelSchema = z.object({ creation_timestamp: z.number() });

const moveSchema = z.object({
  at: z.number(),
  by: z.string(),
  reason: z.string(),
  alias: z.string(),
  action: z.enum(['set', 'rollback']),
  from: z.number().nullable(),
  to: z.number(),
});

/** Opens the registry of the file store at `dir` (the `mlruns` folder). */
export function openRegistry(dir: string): Registry {
  const root = resolve(dir);
  const asideDir = asideDirOf(root);
  const folderOf = (name: string) => join(root, 'models', requireModelName(name));

  async function version(name: string, number: number): Promise<ModelVersion> {
    const versionDir = join(folderOf(name), `version-${number}`);
    if (!(await exists(versionDir))) throw new Error(`model ${name}: has no version ${number} in ${root}`);
    const meta = await readYaml(join(versionDir, 'meta.yaml'), versionSchema, `model ${name}, version ${number}`);
    return {
      name,
      version: meta.version,
      runId: meta.run_id,
      dir: await folderOfSource(root, meta.source),
      description: meta.description ?? '',
      createdAt: meta.creation_timestamp,
      tags: await readFolder(join(versionDir, 'tags')),
    };
  }

  async function history(name: string): Promise<readonly AliasMove[]> {
    const tags = await readFolder(join(folderOf(name), 'tags'));
    const moves = Object.entries(tags).filter(([key]) => key.startsWith('alias_move.'));
    return moves.map(([, text]) => moveSchema.parse(JSON.parse(text)));
  }

  async function move(name: string, alias: string, to: number, action: AliasMove['action'], governance: Governance) {
    await version(name, to);
    const from = await readAlias(join(folderOf(name), 'aliases', requireAlias(alias)));
    const entry = await logMove(name, { alias, action, from, to, ...governance });
    await replaceFile(join(folderOf(name), 'aliases', alias), String(to), asideDir);
    return entry;
  }

  async function logMove(name: string, entry: AliasMove): Promise<AliasMove> {
    for (let n = (await history(name)).length + 1; ; n++) {
      const key = `alias_move.${String(n).padStart(4, '0')}`;
      if (await createFile(join(folderOf(name), 'tags', key), JSON.stringify(entry), asideDir)) return entry;
    }
  }

  async function register(options: VersionOptions, isFirst: boolean): Promise<ModelVersion> {
    const modelDir = folderOf(options.name);
    await requireModelFolder(options);
    await createFile(join(modelDir, 'meta.yaml'), registeredModelText(options, options.at), asideDir);
    const claim = { ...options, source: sourceUri(root, options.source) };
    const number = await claimVersion(modelDir, asideDir, claim, isFirst);
    const { creation_timestamp } = await readYaml(join(modelDir, 'meta.yaml'), modelSchema, `model ${options.name}`);
    await replaceFile(join(modelDir, 'meta.yaml'), registeredModelText(options, creation_timestamp), asideDir);
    return version(options.name, number);
  }

  return {
    version,
    history,
    async versions(name) {
      const numbers = await listVersions(folderOf(name));
      return Promise.all(numbers.map((number) => version(name, number)));
    },
    registerVersion: (options) => register(options, false),
    async registerFirst(options) {
      const [known] = await listVersions(folderOf(options.name));
      return known === undefined ? register(options, true) : version(options.name, known);
    },
    setAlias: (name, alias, to, governance) => move(name, alias, to, 'set', governance),
    async claimAlias(name, alias, to, governance) {
      await version(name, to);
      // The pointer first: a loser must leave no move in the history. A death in between costs the entry, not the alias.
      const path = join(folderOf(name), 'aliases', requireAlias(alias));
      if (!(await createFile(path, String(to), asideDir))) return undefined;
      return logMove(name, { alias, action: 'set', from: null, to, ...governance });
    },
    async resolveAlias(name, alias) {
      const number = await readAlias(join(folderOf(name), 'aliases', requireAlias(alias)));
      return number === null ? undefined : version(name, number);
    },
    async rollback(name, alias, governance) {
      const earlier = versionBefore(await history(name), alias);
      if (earlier === undefined)
        throw new Error(
          `model ${name}: alias ${alias} has no earlier version to roll back to; register the incumbent first`,
        );
      return move(name, alias, earlier, 'rollback', governance);
    },
  };
}

/**
 * Claims the next free number. The version is built aside as a whole folder and renamed into place: a rename onto a folder
 * that has content fails, so of two claimants of one number the second tries the next, and nobody sees half a version. Who
 * wants to be first and is not gets the number of who was.
 */
async function claimVersion(
  modelDir: string,
  asideDir: string,
  options: VersionOptions,
  isFirst: boolean,
): Promise<number> {
  const draft = await mkdtemp(join(modelDir, 'draft-'));
  for (const [key, value] of Object.entries(options.tags ?? {}))
    await replaceFile(join(draft, 'tags', requireKey(key)), value, asideDir);
  const newest = isFirst ? 0 : ((await listVersions(modelDir)).at(-1) ?? 0);
  for (let number = newest + 1; ; number++) {
    await replaceFile(join(draft, 'meta.yaml'), versionText(options, number), asideDir);
    try {
      await rename(draft, join(modelDir, `version-${number}`));
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
  if (!(await exists(join(source, 'MLmodel'))))
    throw new Error(`model ${name}: ${source} holds no MLmodel; write the folder with writeModelFolder first`);
}

async function readAlias(path: string): Promise<number | null> {
  return (await exists(path)) ? Number(await readFile(path, 'utf8')) : null;
}

/** Replays the moves as a stack: a set pushes, a rollback pops; what lies under the top came before. */
function versionBefore(all: readonly AliasMove[], alias: string): number | undefined {
  const moves = all.filter((move) => move.alias === alias);
  const stack = moves.slice(0, 1).flatMap(({ from }) => from ?? []);
  for (const move of moves) {
    if (move.action === 'rollback') stack.pop();
    else if (move.to !== stack.at(-1)) stack.push(move.to); // set again to where it points, an alias has not moved
  }
  return stack.at(-2);
}

/** A folder inside a run becomes `runs:/<run>/<path>`, which still holds after `mlruns` is moved; others a file URI. */
function sourceUri(root: string, source: string): string {
  const [, runId, artifacts, ...path] = relative(root, resolve(source)).split(sep);
  return artifacts === 'artifacts' && runId && path.length > 0
    ? `runs:/${posix.join(runId, ...path)}`
    : pathToFileURL(resolve(source)).href;
}

async function folderOfSource(root: string, source: string): Promise<string> {
  if (source.startsWith('file:')) return fileURLToPath(source);
  if (!source.startsWith('runs:/')) return source;
  const [runId, ...path] = source.slice('runs:/'.length).split('/');
  return join(await findRunDir(root, runId), 'artifacts', ...path);
}

function registeredModelText({ name, at }: VersionOptions, createdAt: number): string {
  return yamlText({ creation_timestamp: createdAt, description: null, last_updated_timestamp: at, name });
}

function versionText(options: VersionOptions, version: number): string {
  const { name, source, runId, description, at } = options;
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
