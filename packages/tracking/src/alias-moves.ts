/**
 * The history of a registered model's aliases.
 *
 * MLflow keeps only where an alias points now. Who moved it, when and why is kept here as tags of the registered model
 * (`alias_move.0001`, ...), one file a move and never rewritten, so the history shows in MLflow's interface and survives
 * `mlflow migrate-filestore`. A move made in MLflow itself leaves no entry; the next one made here tells of it by its `from`.
 */

import { basename, join } from 'node:path';
import { z } from 'zod';
import { createFile } from './atomic-file.ts';
import { readFolder } from './folder.ts';
import { parseJson } from './yaml-file.ts';

/** Who moves an alias, when, and why. */
export type Governance = { readonly at: number /* ms */; readonly by: string; readonly reason: string };

export type AliasMove = Governance & {
  readonly alias: string;
  readonly action: 'set' | 'rollback';
  /** `null` when the alias did not exist before. */
  readonly from: number | null;
  readonly to: number;
};

const moveSchema = z.object({
  at: z.number(),
  by: z.string(),
  reason: z.string(),
  alias: z.string(),
  action: z.enum(['set', 'rollback']),
  from: z.number().nullable(),
  to: z.number(),
});

/** Every alias move of a registered model, oldest first. */
export async function readMoves(modelDir: string): Promise<readonly AliasMove[]> {
  const tags = await readFolder(join(modelDir, 'tags'));
  const moves = Object.entries(tags).filter(([key]) => key.startsWith('alias_move.'));
  return moves.map(([key, text]) => parseJson(text, moveSchema, `model ${basename(modelDir)}`, `tag ${key}`));
}

/** Adds a move to the history, under the next free number. */
export async function logMove(modelDir: string, asideDir: string, entry: AliasMove): Promise<AliasMove> {
  for (let n = (await readMoves(modelDir)).length + 1; ; n++) {
    const key = `alias_move.${String(n).padStart(4, '0')}`;
    if (await createFile(join(modelDir, 'tags', key), JSON.stringify(entry), asideDir)) return entry;
  }
}

/**
 * The versions an alias pointed at before `current`, oldest first. Replays the moves as a stack, of which a set pushes and a
 * rollback pops; repeated, a rollback goes further back, and never toggles. Where an alias was
 * found elsewhere than the move before had left it, somebody had set it in MLflow.
 */
export function versionsBefore(all: readonly AliasMove[], alias: string, current: number | null): readonly number[] {
  const stack: number[] = [];
  const push = (at: number | null) => at !== null && at !== stack.at(-1) && stack.push(at);
  for (const { action, from, to } of all.filter((move) => move.alias === alias)) {
    push(from);
    if (action === 'set') push(to);
    else {
      do stack.pop();
      while (stack.length > 0 && stack.at(-1) !== to);
    }
  }
  push(current);
  return current === null ? [] : stack.slice(0, -1);
}
