import { expect, test } from 'vitest';
import { createShelf, ITEM_COLUMNS, PAGE_COLUMNS, type ShelfEvent } from '../src/index.ts';
import { literalDirectory } from './literal-directory.ts';

const MS_PER_HOUR = 3_600_000;
const HOURS_A_WEEK = 168;
const SETTINGS = { most: 40, own: 12, tables: 14, team: 10, together: 10, starters: 6 };

const people = ['ann', 'bob', 'cat'].map((id) => ({ id, team: id === 'cat' ? 'blue' : 'red', tenant: 'acme' }));
const items = ['sales', 'churn', 'costs', 'hello'].map((id) => ({ id, tenant: 'acme', owner: 'bob' }));
const { directory } = literalDirectory(people, items, true);
const [ANN, BOB, CAT] = people.keys();
const [SALES, CHURN, COSTS, HELLO] = items.keys();
const [ORDERS, USAGE] = [0, 1];

const at = (hours: number) => ({ knownMs: hours * MS_PER_HOUR, atMs: hours * MS_PER_HOUR });
const opens = (person: number, item: number, hours: number): ShelfEvent => ({
  ...{ kind: 'use', person, item, other: 1 },
  ...at(hours),
});
const reads = (person: number, item: number, table: number, hours: number): ShelfEvent => ({
  ...{ kind: 'read', person, item, other: table },
  ...at(hours),
});

function shelfOf(...events: readonly ShelfEvent[]) {
  const shelf = createShelf(directory, SETTINGS);
  for (const event of events) shelf.learn(event);
  const open = (person: number, hours: number) => shelf.open(person, hours * MS_PER_HOUR);
  return {
    sources: (person: number, hours: number) =>
      Object.fromEntries(
        open(person, hours)
          .candidates()
          .map(({ item, source }) => [items[item].id, source]),
      ),
    page: (person: number, hours: number) => named(PAGE_COLUMNS, open(person, hours).values),
    item: (person: number, item: number, hours: number) => named(ITEM_COLUMNS, open(person, hours).valuesOf(item)),
  };
}

function named(names: readonly string[], values: readonly number[]) {
  return Object.fromEntries(names.map((name, nth) => [name, values[nth]]));
}

test('each candidate has the first source that names it: own, tables, team, together, starters', () => {
  const { sources } = shelfOf(
    opens(ANN, SALES, 1),
    reads(BOB, CHURN, ORDERS, 2),
    reads(ANN, -1, ORDERS, 3),
    opens(BOB, COSTS, 4),
    opens(CAT, HELLO, 5),
  );
  expect(sources(ANN, 6)).toEqual({ sales: 'own', churn: 'tables', costs: 'team', hello: 'starters' });
});

test('colleagues who open two items on one day bring the second to whoever used the first', () => {
  const { sources, item } = shelfOf(opens(CAT, SALES, 1), opens(CAT, CHURN, 2), opens(ANN, SALES, 900));
  expect(sources(ANN, 901)).toEqual({ sales: 'own', churn: 'together' });
  // Together once; sales was opened twice and churn once: 1 / √2.
  expect(item(ANN, CHURN, 901).co_use).toBeCloseTo(Math.SQRT1_2, 12);
});

test('tables count for a day, and the share in common is of those the person read', () => {
  const { item, page } = shelfOf(reads(BOB, CHURN, ORDERS, 1), reads(ANN, -1, ORDERS, 2), reads(ANN, -1, USAGE, 20));
  expect(item(ANN, CHURN, 21)).toMatchObject({ table_overlap: 0.5, tables_in_common: 1 });
  expect(page(ANN, 21)).toMatchObject({ tables_read: 2, fresh_reads: 2 });
  expect(item(ANN, CHURN, 27)).toMatchObject({ table_overlap: 0, tables_in_common: 0 });
});

test('a table that the items used last read already is not fresh', () => {
  const { page } = shelfOf(opens(ANN, SALES, 1), reads(ANN, SALES, ORDERS, 1), reads(ANN, -1, USAGE, 2));
  expect(page(ANN, 3)).toEqual({ tables_read: 2, fresh_reads: 1, used_items: 1 });
});

test('what was used later stands first, however late it was logged', () => {
  const late: ShelfEvent = { ...opens(ANN, CHURN, 1), knownMs: 9 * MS_PER_HOUR };
  const { item } = shelfOf(opens(ANN, SALES, 5), late);
  expect(item(ANN, SALES, 10).own_rank).toBe(0);
  expect(item(ANN, CHURN, 10).own_rank).toBe(1);
  expect(item(ANN, COSTS, 10).own_rank).toBeNaN();
});

test('a team forgets after a week what it opened', () => {
  const { sources } = shelfOf(opens(BOB, COSTS, 1));
  expect(sources(ANN, 2)).toEqual({ costs: 'team' });
  expect(sources(ANN, 2 + HOURS_A_WEEK)).toEqual({ costs: 'starters' });
});

test('whoever owns a item is told apart', () => {
  const { item } = shelfOf(opens(BOB, COSTS, 1));
  expect([item(BOB, COSTS, 2).is_owner, item(ANN, COSTS, 2).is_owner]).toEqual([1, 0]);
});
