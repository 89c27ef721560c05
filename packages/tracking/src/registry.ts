/**
 * Registered models: numbered versions, movable aliases and the history of every move.
 *
 * What was deleted in MLflow is not listed, and no alias can be moved to it.
 */

import { join, resolve } from 'node:path';
import { type AliasMove, type Governance, logMove, readMoves, versionsBefore } from './alias-moves.ts';
import { createFile, replaceFile } from './atomic-file.ts';
import { asideDirOf } from './file-store.ts';
import { readIfThere } from './folder.ts';
import { type ModelVersion, modelDirOf, openVersions, type Versions } from './model-versions.ts';
import { requireAlias } from './names.ts';
import { StoreError } from './store-error.ts';

export type Registry = Versions & Aliases;

export type Aliases = {
  setAlias(name: string, alias: string, version: number, governance: Governance): Promise<AliasMove>;
  /** Sets an alias that points nowhere yet. One that points somewhere is left alone, whoever set it and however lately. */
  claimAlias(name: string, alias: string, version: number, governance: Governance): Promise<AliasMove | undefined>;
  /** The number an alias points at, whether or not there is such a version; `null` when it points nowhere. */
  readAlias(name: string, alias: string): Promise<number | null>;
  /** The version an alias points at, or `undefined` when there is none: a first promotion has no incumbent. */
  resolveAlias(name: string, alias: string): Promise<ModelVersion | undefined>;
  /** Points the alias at the version before the current one. Repeated, it goes further back; it never toggles. */
  rollback(name: string, alias: string, governance: Governance): Promise<AliasMove>;
  /** Every alias move, oldest first. */
  history(name: string): Promise<readonly AliasMove[]>;
};

/** Opens the registry of the file store at `dir` (the `mlruns` folder). */
export function openRegistry(dir: string): Registry {
  const root = resolve(dir);
  const versions = openVersions(root);
  return { ...versions, ...openAliases(root, versions) };
}

function openAliases(root: string, { version, versions }: Versions): Aliases {
  const asideDir = asideDirOf(root);
  const readAlias: Aliases['readAlias'] = (name, alias) => readPointer(root, name, alias);
  const move = async (name: string, alias: string, to: number, action: AliasMove['action'], governance: Governance) => {
    await version(name, to);
    const from = await readAlias(name, alias).catch(() => null); // setting it anew is how a damaged one is mended
    const entry = await logMove(modelDirOf(root, name), asideDir, { alias, action, from, to, ...governance });
    await replaceFile(aliasPath(root, name, alias), String(to), asideDir);
    return entry;
  };
  return {
    readAlias,
    history: (name) => readMoves(modelDirOf(root, name)),
    setAlias: (name, alias, to, governance) => move(name, alias, to, 'set', governance),
    async claimAlias(name, alias, to, governance) {
      await version(name, to);
      // The pointer first: a loser must leave no move in the history. A death in between costs the entry, not the alias.
      if (!(await createFile(aliasPath(root, name, alias), String(to), asideDir))) return undefined;
      return logMove(modelDirOf(root, name), asideDir, { alias, action: 'set', from: null, to, ...governance });
    },
    async resolveAlias(name, alias) {
      const number = await readAlias(name, alias);
      return number === null ? undefined : version(name, number);
    },
    async rollback(name, alias, governance) {
      const current = await readAlias(name, alias);
      const usable = new Set((await versions(name)).map((one) => one.version));
      const before = versionsBefore(await readMoves(modelDirOf(root, name)), alias, current);
      const earlier = before.findLast((one) => usable.has(one));
      if (earlier !== undefined) return move(name, alias, earlier, 'rollback', governance);
      const found = current === null ? 'points nowhere' : 'has no earlier version to roll back to';
      throw new StoreError(`model ${name}: alias ${alias} ${found}`, 'set it to a version');
    },
  };
}

async function readPointer(root: string, name: string, alias: string): Promise<number | null> {
  const path = aliasPath(root, name, alias);
  const text = await readIfThere(path);
  if (text === undefined || /^[1-9]\d*\s*$/.test(text)) return text === undefined ? null : Number(text);
  throw new StoreError(
    `model ${name}: alias ${alias} holds ${JSON.stringify(text)}, expected the number of a version`,
    `set it anew, or remove ${path}`,
  );
}

function aliasPath(root: string, name: string, alias: string): string {
  return join(modelDirOf(root, name), 'aliases', requireAlias(alias));
}
