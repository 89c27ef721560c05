import { asTyped, Refusal } from '@applied-modeling/command';
import { type AliasMove, openRegistry, type Registry, readStanding, type Standing } from '@applied-modeling/tracking';

/** A registered model, and what is in force of it. */
export interface Governed {
  readonly registry: Registry;
  readonly name: string;
  readonly standing: Standing;
  /** Oldest first, of all aliases. */
  readonly moves: readonly AliasMove[];
  /** In one sentence, where somebody moved an alias in MLflow itself, which leaves no entry here; what is, is gone on from. */
  readonly outside: readonly string[];
}

/** @throws Refusal where nothing was registered yet */
export async function standingNow(mlrunsDir: string, name: string, command: string): Promise<Governed> {
  const registry = openRegistry(mlrunsDir);
  const standing = await readStanding(mlrunsDir, name);
  if (standing.rule === null && standing.champion === null && (await registry.versions(name)).length === 0)
    throw new Refusal(`no version of ${name} is registered yet`, [`train one first: ${asTyped(`${command}:train`)}`]);
  const moves = await registry.history(name);
  const outside = (['champion', 'challenger'] as const).flatMap((alias) => {
    const last = moves.findLast((move) => move.alias === alias);
    const now = standing[alias];
    if (last === undefined || last.to === now) return [];
    const found = now === null ? 'points nowhere' : `points at version ${now}`;
    return [`${alias} ${found}, and was left at version ${last.to} here: somebody moved it in MLflow`];
  });
  return { registry, name, standing, moves, outside };
}
