import type { Directory } from '../src/index.ts';

export interface LiteralPerson {
  readonly id: string;
  readonly team: string | null;
  readonly tenant: string;
}

export interface LiteralItem {
  readonly id: string;
  readonly tenant: string | null;
  readonly owner: string | null;
}

/** A directory as `readDirectory` makes one; principals are numbered in the order people name them. */
export function literalDirectory(people: readonly LiteralPerson[], items: readonly LiteralItem[], isOpenToAll = false) {
  const named = people.flatMap(({ id, team, tenant }) => [id, ...(team === null ? [] : [team]), tenant]);
  const principals = [...new Set(named)];
  const directory: Directory = {
    people: {
      ids: people.map(({ id }) => id),
      teams: people.map(({ team }) => team),
      tenants: people.map(({ tenant }) => tenant),
      joinedMs: new Float64Array(people.length),
      principals: people.map(
        ({ id, team, tenant }) =>
          [principals.indexOf(id), team === null ? -1 : principals.indexOf(team), principals.indexOf(tenant)] as const,
      ),
    },
    items: {
      ids: items.map(({ id }) => id),
      tenants: items.map(({ tenant }) => tenant),
      owners: items.map(({ owner }) => owner),
      createdMs: new Float64Array(items.length),
    },
    isOpenToAll,
  };
  return { directory, principal: (id: string) => principals.indexOf(id) };
}
