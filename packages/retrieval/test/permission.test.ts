import { describe, expect, test } from 'vitest';
import { createShelf, type ShelfEvent } from '../src/index.ts';
import { type LiteralItem, type LiteralPerson, literalDirectory } from './literal-directory.ts';
import { seededUniform } from './reference/seeded-random.ts';

const SETTINGS = { most: 40, own: 12, tables: 14, team: 10, together: 10, starters: 6 };

/** Two tenants of six people in two teams each, twelve items each. */
const PEOPLE: readonly LiteralPerson[] = Array.from({ length: 12 }, (_, at) => ({
  id: `user-${at}`,
  team: at % 6 === 5 ? null : `team-${Math.floor(at / 3)}`,
  tenant: `tenant-${Math.floor(at / 6)}`,
}));
const ITEMS: readonly LiteralItem[] = Array.from({ length: 24 }, (_, at) => ({
  id: `item-${at}`,
  tenant: `tenant-${Math.floor(at / 12)}`,
  owner: null,
}));
const { directory, principal } = literalDirectory(PEOPLE, ITEMS);
const PRINCIPALS = [...new Set(PEOPLE.flatMap(({ id, team, tenant }) => [id, team ?? id, tenant]))];

type Change = Pick<ShelfEvent, 'kind' | 'item' | 'other'>;

/** The slow twin: may a person open a item, by reading every change there ever was of it? */
function mayOpenByTheBook(changes: readonly Change[], person: number, item: number): boolean {
  const { id, team, tenant } = PEOPLE[person];
  if (ITEMS[item].tenant !== tenant) return false;
  const standing = new Map<number, boolean>();
  for (const { kind, other } of changes) {
    if (kind === 'delete') return false;
    standing.set(other, kind === 'grant');
  }
  return [id, team, tenant].some((name) => name !== null && standing.get(principal(name)) === true);
}

describe('permission inside of retrieval', () => {
  test('in 100,000 random interleavings of grant, revoke, use and request nobody is offered what he may not open', () => {
    const uniform = seededUniform(1);
    const draw = (below: number) => Math.floor(uniform() * below);
    let shelf = createShelf(directory, SETTINGS);
    let changes = ITEMS.map((): Change[] => []);
    let offered = 0;
    let violations = 0;
    let overlooked = 0;
    for (let step = 0; step < 100_000; step++) {
      if (step % 2_000 === 0) {
        shelf = createShelf(directory, SETTINGS);
        changes = ITEMS.map(() => []);
      }
      const [item, person] = [draw(ITEMS.length), draw(PEOPLE.length)];
      const kind = (['grant', 'revoke', 'use', 'use', 'read', 'grant', 'revoke', 'delete'] as const)[
        draw(step % 50 === 0 ? 8 : 7)
      ];
      const isOfPerson = kind === 'use' || kind === 'read';
      const other = isOfPerson ? Number(kind === 'use') : principal(PRINCIPALS[draw(PRINCIPALS.length)]);
      shelf.learn({ kind, item, other, person: isOfPerson ? person : -1, knownMs: step * 1_000, atMs: step * 1_000 });
      if (!isOfPerson) changes[item].push({ kind, item, other });

      const asks = draw(PEOPLE.length);
      const candidates = shelf.open(asks, step * 1_000 + 1).candidates();
      offered += candidates.length;
      violations += candidates.filter((one) => !mayOpenByTheBook(changes[one.item], asks, one.item)).length;
      overlooked += Number(shelf.mayOpen(asks, item) !== mayOpenByTheBook(changes[item], asks, item));
    }
    expect({ violations, overlooked }).toEqual({ violations: 0, overlooked: 0 });
    expect(offered).toBeGreaterThan(100_000);
  });

  test('a revocation counts for the very next request', () => {
    const shelf = createShelf(directory, SETTINGS);
    const event = { person: 0, item: 3, knownMs: 10, atMs: 10 };
    shelf.learn({ ...event, kind: 'grant', other: principal('team-0') });
    shelf.learn({ ...event, kind: 'use', other: 1 });
    expect(shelf.open(0, 11).candidates()).toEqual([{ item: 3, source: 'own' }]);
    shelf.learn({ ...event, kind: 'revoke', other: principal('team-0'), knownMs: 12, atMs: 12 });
    expect(shelf.open(0, 12).candidates()).toEqual([]);
  });

  test('a grant to somebody of another tenant opens nothing', () => {
    const shelf = createShelf(directory, SETTINGS);
    const event = { person: -1, item: 3, knownMs: 10, atMs: 10 };
    shelf.learn({ ...event, kind: 'grant', other: principal('user-7') });
    shelf.learn({ ...event, kind: 'grant', other: principal('tenant-1') });
    shelf.learn({ ...event, kind: 'use', person: 7, other: 1 });
    expect(shelf.mayOpen(7, 3)).toBe(false);
    expect(shelf.open(7, 11).candidates()).toEqual([]);
    expect(shelf.countFor(7)).toBe(0);
  });

  test('what may be opened twice over is counted once, and what was deleted not at all', () => {
    const shelf = createShelf(directory, SETTINGS);
    const event = { kind: 'grant', person: -1, knownMs: 10, atMs: 10 } as const;
    for (const name of ['user-0', 'team-0', 'tenant-0']) shelf.learn({ ...event, item: 1, other: principal(name) });
    shelf.learn({ ...event, item: 2, other: principal('tenant-0') });
    expect(shelf.countFor(0)).toBe(2);
    shelf.learn({ ...event, kind: 'delete', item: 2, other: -1 });
    expect(shelf.countFor(0)).toBe(1);
  });

  test('without a list of grants whoever is in the tenant may open what is in it', () => {
    const open = createShelf(literalDirectory(PEOPLE, ITEMS, true).directory, SETTINGS);
    expect(open.mayOpen(0, 3)).toBe(true);
    expect(open.mayOpen(0, 13)).toBe(false);
    expect(open.countFor(0)).toBe(12);
  });
});
