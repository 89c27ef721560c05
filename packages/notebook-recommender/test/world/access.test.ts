import { describe, expect, test } from 'vitest';
import { principalsOf } from '../../src/world/access.ts';
import { groupBy, runWorld } from './small-world.ts';

const { population, slates, actions, access } = runWorld();
const { users, tenants, notebooks } = population;
const principal = principalsOf(population);

/** By a plain loop over all that ever changed for the notebook. */
function mayOpen(user: number, notebook: number, ms: number): boolean {
  const { team, tenant } = users[user];
  const mine = [user, principal.team(team), principal.tenant(tenant)];
  const holds = new Set<number>();
  for (const change of changesOf.get(notebook)!) {
    if (change.ms > ms || !mine.includes(change.principal)) continue;
    if (change.change === 'revoke') holds.delete(change.principal);
    else holds.add(change.principal);
  }
  return holds.size > 0;
}

const changesOf = groupBy(access, ({ notebook }) => notebook);

describe('access', () => {
  test('is asked before anything is shown or ranked: nobody is told of what they may not open', () => {
    const told = slates.flatMap(({ user, ms, shown, worth }) =>
      [...shown, ...worth].map(({ notebook }) => ({ user, notebook, ms })),
    );
    expect(told.filter(({ user, notebook, ms }) => !mayOpen(user, notebook, ms))).toEqual([]);
  });

  test('counts everything that may be opened', () => {
    for (const { user, ms, permitted } of slates.slice(-50))
      expect(notebooks.filter((_, notebook) => mayOpen(user, notebook, ms)).length).toBe(permitted);
  });

  test('changes while people look: much that was shown is taken away later', () => {
    const ends = access.at(-1)!.ms;
    const lost = slates.flatMap(({ user, shown }) => shown.filter(({ notebook }) => !mayOpen(user, notebook, ends)));
    expect(lost.length).toBeGreaterThan(1_000);
  });

  test('never crosses a tenant', () => {
    for (const { notebook, principal: to } of access) {
      const { tenant } = notebooks[notebook];
      const [user, team] = [users[to], population.teams[to - users.length]];
      expect(user?.tenant ?? team?.tenant ?? to - principal.tenant(0)).toBe(tenant);
    }
  });

  test('ends for everybody when a notebook is deleted, its owner included', () => {
    const deleted = actions.filter(({ action, slate }) => action === 'delete' && slate === null);
    expect(deleted.length).toBeGreaterThan(100);
    for (const { user, notebook, ms } of deleted) {
      expect(user).toBe(notebooks[notebook].owner);
      for (const colleague of tenants[users[user].tenant].users) expect(mayOpen(colleague, notebook, ms)).toBe(false);
    }
  });
});
