import { layOut, type ScreenBlock } from '@applied-modeling/report';
import type { AliasMove, ModelVersion } from '@applied-modeling/tracking';
import type { Governed } from './standing-now.ts';

/** Every version with its evidence, and every move of an alias with who made it and why. */
export interface ModelHistory {
  readonly name: string;
  readonly versions: readonly (Pick<ModelVersion, 'version' | 'runId' | 'createdAt' | 'description'> & {
    readonly gate: string;
    readonly aliases: readonly string[];
  })[];
  readonly moves: readonly AliasMove[];
  readonly outside: readonly string[];
}

export async function historyOf({ registry, name, standing, moves, outside }: Governed): Promise<ModelHistory> {
  const versions = (await registry.versions(name)).map(({ version, runId, createdAt, description, tags }) => ({
    ...{ version, runId, createdAt, description },
    gate: version === standing.rule ? 'the rule' : (tags.gate ?? 'not asked'),
    aliases: (['champion', 'challenger'] as const).filter((alias) => standing[alias] === version),
  }));
  return { name, versions, moves, outside };
}

/** One screen. */
export function tellHistory({ name, versions, moves, outside }: ModelHistory): string {
  return layOut([
    { kind: 'sentence', text: `${name}: ${versions.length} versions, ${moves.length} moves of an alias` },
    {
      kind: 'table',
      words: ['alias', 'gate', 'what it is'],
      rows: versions.map(({ version, createdAt, gate, aliases, description }) => ({
        version: String(version),
        registered: minute(createdAt),
        gate,
        alias: aliases.join(', '),
        'what it is': description,
      })),
    },
    {
      kind: 'table',
      words: ['alias', 'by', 'because'],
      rows: moves.map(({ at, alias, action, from, to, by, reason }) => ({
        when: minute(at),
        alias: action === 'rollback' ? `${alias}, back` : alias,
        from: from === null ? '—' : String(from),
        to: String(to),
        by,
        because: reason,
      })),
    },
    ...outside.map((text): ScreenBlock => ({ kind: 'sentence', text })),
  ]);
}

/** `2026-11-28 12:40`, in UTC. */
function minute(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
