import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lake, openLake } from '@applied-modeling/lakehouse';
import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  arrowTable,
  buildTrainingSet,
  compileFeatures,
  describeFeatures,
  featureColumn,
  featureSet,
  fingerprintFeatures,
  modelColumns,
  modelMatrix,
  readArrow,
  saveArrow,
  type TrainingSet,
} from '../src/index.ts';
import { everyWord, orders } from './orders-world.ts';
import { relationSql, rowsAsSql } from './rows-as-sql.ts';

const dir = mkdtempSync(join(tmpdir(), 'feature-store-'));
let lake: Lake;
let set: TrainingSet;

const narrowed = featureSet({ ...everyWord, modelColumns: ['amount_10d', 'orders_3d'] });

// Bob's correction of 3 March arrives two days late; Ann has no order at all.
const ORDER_ROWS = [
  { ...orderOf('bob', 1, '2025-03-02', 20.5), available_at: '2025-03-02T08:00:00Z' },
  { ...orderOf('bob', 2, '2025-03-03', -4.25), available_at: '2025-03-05T08:00:00Z' },
];
const SPINE_ROWS = [
  { customer_id: 'bob', decided_at: '2025-03-08T06:00:00Z', observed_since: '2025-03-03', label: 1, slice: 'north' },
  { customer_id: 'bob', decided_at: '2025-03-04T06:00:00Z', observed_since: '2025-03-03', label: 0, slice: null },
  { customer_id: 'ann', decided_at: '2025-03-04T06:00:00Z', observed_since: null, label: null, slice: 'south' },
];

beforeAll(async () => {
  lake = await openLake(dir, { threads: 1 });
  const types = { customer_id: 'VARCHAR', decided_at: 'TIMESTAMPTZ', observed_since: 'DATE', label: 'INTEGER' };
  const compiled = compileFeatures(narrowed, {
    spine: {
      relation: relationSql({ ...types, slice: 'VARCHAR' }, SPINE_ROWS),
      keys: ['customer_id'],
      carry: ['label', 'slice'],
    },
    relation: ({ name }) => (name === 'orders' ? rowsAsSql(orders, ORDER_ROWS) : undefined),
  });
  const told: number[] = [];
  const watched = buildTrainingSet(lake, compiled, (done) => told.push(done));
  const sets = await Promise.all([buildTrainingSet(lake, compiled), watched]);
  expect(sets[1], 'two sets built at once').toEqual(sets[0]);
  expect(told, 'every table is told of').toEqual(Array.from(compiled.tables, (_, index) => index + 1));
  set = sets[0];
});
afterAll(() => lake.close());

test('rows come in the order of keys and decision times, with carried columns beside them', () => {
  expect(set.rowCount).toBe(3);
  expect(set.spine.keys.customer_id).toEqual(['ann', 'bob', 'bob']);
  expect([...set.spine.decidedAt].map((ms) => new Date(ms).toISOString())).toEqual([
    '2025-03-04T06:00:00.000Z',
    '2025-03-04T06:00:00.000Z',
    '2025-03-08T06:00:00.000Z',
  ]);
  expect(set.carried.label).toEqual(Float64Array.of(Number.NaN, 0, 1));
  expect(set.carried.slice).toEqual(['south', null, 'north']);
});

test('a late correction counts from the decision at which it is known', () => {
  expect([...featureColumn(set, 'amount_10d')]).toEqual([0, 20.5, 16.25]);
  expect([...featureColumn(set, 'orders_3d')]).toEqual([0, 1, 0]);
});

test('an entity observed for one day is averaged over one day, not over the window', () => {
  expect([...featureColumn(set, 'amount_per_day_10d')]).toEqual([0, 20.5, 3.25]);
});

test('missing is NaN: no row to look at, or no source', () => {
  expect(featureColumn(set, 'last_order_days')[0]).toBeNaN();
  expect([...featureColumn(set, 'pages_7d')]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  expect([...featureColumn(set, 'amount_ratio_3_10')]).toEqual([Number.NaN, 1, 0]);
});

test('the newest clocks of every source present stand beside the features', () => {
  const available = ['2025-03-02T08:00:00Z', '2025-03-05T08:00:00Z'].map(Date.parse);
  const events = ['2025-03-02', '2025-03-03'].map(Date.parse);
  expect(set.maxAvailableAtBySource).toEqual({ orders: Float64Array.of(Number.NaN, ...available) });
  expect(set.maxEventTimeBySource).toEqual({ orders: Float64Array.of(Number.NaN, ...events) });
});

test('a model gets its own columns in its own order, without a copy', () => {
  const [amount, orderCount] = modelMatrix(set);
  expect(amount).toBe(featureColumn(set, 'amount_10d'));
  expect(orderCount).toBe(featureColumn(set, 'orders_3d'));
  expect(modelColumns(set)).toEqual({ names: ['amount_10d', 'orders_3d'], columns: [amount, orderCount] });
  const [last] = modelColumns(set, Uint32Array.of(2, 0)).columns;
  expect([...last]).toEqual([amount[2], amount[0]]);
  expect(set.fingerprint).toBe(fingerprintFeatures(narrowed));
});

test('a feature the set lacks is named', () => {
  expect(() => featureColumn(set, 'amount_90d')).toThrow(
    /found no feature amount_90d, expected one of amount_3d, amount_10d.*; define it/,
  );
});

test('an Arrow file gives back the whole set, and is never seen half-written', async () => {
  const path = join(dir, 'training-set.arrow');
  await saveArrow(path, set);
  expect(await readArrow(path)).toEqual(set);
  expect(readdirSync(dir).filter((name) => name.endsWith('.partial'))).toEqual([]);
});

test('missing is null in an Arrow file, so that others can drop it, and NaN again when it is read', async () => {
  const table = tableFromIPC(readFileSync(join(dir, 'training-set.arrow')));
  const nulls = (name: string) => [0, 1, 2].map((row) => table.getChild(name)!.get(row) === null);
  expect(nulls('label')).toEqual([true, false, false]);
  expect(nulls('slice')).toEqual([false, true, false]);
  expect(nulls('last_order_days')).toEqual([true, false, false]);
  expect(nulls('orders_max_available_at')).toEqual([true, false, false]);
  expect(nulls('amount_10d')).toEqual([false, false, false]);
  const nullable = table.schema.fields.filter((field) => field.nullable).map(({ name }) => name);
  expect(nullable).toEqual(expect.arrayContaining(['label', 'slice', 'last_order_days']));
});

test('the Arrow table shares memory with the features', () => {
  const column = arrowTable(set).getChild('amount_10d')!.toArray() as Float32Array;
  expect(column.buffer).toBe(featureColumn(set, 'amount_10d').buffer);
});

test('an Arrow file of something else is refused', async () => {
  const path = join(dir, 'other.arrow');
  writeFileSync(path, tableToIPC(tableFromArrays({ x: [1, 2] }), 'file'));
  await expect(readArrow(path)).rejects.toThrow(/other\.arrow: an Arrow file without 'training_set' metadata/);
});

test('every feature is told with grain, window, clock and freshness', () => {
  const rows = Object.fromEntries(describeFeatures(narrowed).map((row) => [row.name, row]));
  expect(rows.web_items_10d).toEqual({
    name: 'web_items_10d',
    source: 'orders',
    grain: orders.grain.replace('one row per ', ''),
    window: '10 days',
    clock: 'available_at ≤ decided_at',
    freshness: '14\u00a0h',
  });
  expect(rows.season_next_5d).toMatchObject({ window: 'days 1 to 6', freshness: 'in advance' });
  expect(rows.tier.window).toBe('newest row');
  expect(rows.seasonal_ratio).toMatchObject({ source: 'features above', grain: 'decision' });
});

test('a number is no key to texts: 7 would meet 7, 07 and 007', async () => {
  const rows = ['7', '07', '007'].map((id, index) => orderOf(id, index, '2025-03-02', 1));
  const compiled = compileFeatures(narrowed, {
    spine: {
      relation: "(SELECT 7 AS customer_id, TIMESTAMPTZ '2025-03-08' AS decided_at, NULL::DATE AS observed_since)",
      keys: ['customer_id'],
    },
    relation: ({ name }) => (name === 'orders' ? rowsAsSql(orders, rows) : undefined),
  });
  await expect(buildTrainingSet(lake, compiled)).rejects.toThrow(
    'feature view orders: customer_id is INTEGER in the spine and VARCHAR in its source; expected one type; store both as text',
  );
});

function orderOf(customer_id: string, order_id: number, ordered_on: string, amount: number) {
  return { customer_id, order_id, ordered_on, channel: 'web', amount, items: 1, weight_kg: null };
}
