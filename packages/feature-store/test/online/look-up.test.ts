import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lake, openLake } from '@applied-modeling/lakehouse';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  buildTrainingSet,
  compileFeatures,
  count,
  eventView,
  featureSet,
  hoursSinceLast,
  lookUp,
  materialise,
  type OnlineStore,
  sum,
} from '../../src/index.ts';
import { compileOptions, type EventWorld, eventWorlds, everyEventWord, runs } from '../event-world.ts';
import type { Row } from '../reference/brute-force-join.ts';
import { rowsAsSql } from '../rows-as-sql.ts';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake(mkdtempSync(join(tmpdir(), 'feature-store-')), { threads: 1 });
});
afterAll(() => lake.close());

const at = (time: string) => Date.parse(`2025-03-01T${time}:00Z`);
const run = (row: Row): Row => ({
  ...{ job_id: 'etl', owner: 'ann', run_id: 1, attempt: 1, state: 'ok', cost: 10, spilled: null, load: null },
  ...{ is_repair: false, ended_at: '2025-03-01T11:00:00Z', available_at: '2025-03-01T12:00:00Z' },
  ...row,
});
const jobCosts = featureSet({
  views: [
    eventView({
      name: 'job',
      source: runs,
      entity: ['job_id', 'owner'],
      freshnessHours: 1,
      features: { rows_1d: count({ days: 1 }), cost_2: sum('cost', { rows: 2 }), since: hoursSinceLast({ rows: 1 }) },
    }),
  ],
});
const RUNS = [
  run({ run_id: 1, cost: 1 }),
  run({ run_id: 2, cost: 2 }),
  run({ run_id: 3, cost: 4, available_at: '2025-03-01T13:00:00Z' }),
  run({ run_id: 4, cost: 8, owner: 'bob' }),
];

/** What a store of these four runs, made at a time and kept as JSON, says later. */
async function ask(made: string, later: string, entity: Parameters<typeof lookUp>[2]) {
  const relation = () => rowsAsSql(runs, RUNS);
  const store = await materialise(lake, jobCosts, { at: at(made), relation });
  return Object.fromEntries(lookUp(jobCosts, JSON.parse(JSON.stringify(store)) as OnlineStore, entity, at(later)));
}

test('an entity has what was known when the store was made, and nothing that came later', async () => {
  expect(await ask('12:30', '12:30', { job_id: 'etl', owner: 'ann' })).toEqual({ rows_1d: 2, cost_2: 3, since: 1.5 });
  expect(await ask('13:00', '13:00', { job_id: 'etl', owner: 'ann' })).toEqual({ rows_1d: 3, cost_2: 6, since: 2 });
  expect(await ask('13:00', '13:00', { job_id: 'etl', owner: 'bob' })).toEqual({ rows_1d: 1, cost_2: 8, since: 2 });
});

test('clocks go on after the store was made', async () => {
  expect(await ask('12:30', '15:00', { job_id: 'etl', owner: 'ann' })).toMatchObject({ cost_2: 3, since: 4 });
});

test('who is unknown, or not named, has no history: nothing, and a count of 0', async () => {
  const nobody = { rows_1d: 0, cost_2: Number.NaN, since: Number.NaN };
  expect(await ask('13:00', '13:00', { job_id: 'etl', owner: 'eve' })).toEqual(nobody);
  expect(await ask('13:00', '13:00', { job_id: 'etl', owner: null })).toEqual(nobody);
  expect(await ask('11:00', '13:00', { job_id: 'etl', owner: 'ann' })).toEqual(nobody);
});

test('a source that is absent knows nobody', async () => {
  const store = await materialise(lake, jobCosts, { at: at('13:00'), relation: () => undefined });
  expect(store).toEqual({ at: at('13:00'), views: { job: {} } });
});

test('two columns that name an entity are not run together', async () => {
  const rows = [run({ job_id: 'a b', owner: 'c' }), run({ run_id: 2, job_id: 'a', owner: 'b c', cost: 5 })];
  const store = await materialise(lake, jobCosts, { at: at('13:00'), relation: () => rowsAsSql(runs, rows) });
  const costOf = (job_id: string, owner: string) =>
    lookUp(jobCosts, store, { job_id, owner }, at('13:00')).get('cost_2');
  expect([costOf('a b', 'c'), costOf('a', 'b c')]).toEqual([10, 5]);
});

const WORLDS = 4;

test(`every word of an event view says of an entity what a training set says of a decision at that instant, in ${WORLDS} random worlds`, async () => {
  await fc.assert(fc.asyncProperty(eventWorlds, expectSameValues), { numRuns: WORLDS, seed: 1 });
});

async function expectSameValues(world: EventWorld): Promise<void> {
  const { relation, ...options } = compileOptions(world);
  const set = await buildTrainingSet(lake, compileFeatures(everyEventWord, { ...options, relation }));
  if (set.rowCount === 0) return;
  const newest = set.spine.decidedAt.indexOf(Math.max(...set.spine.decidedAt));
  const at = set.spine.decidedAt[newest];
  const store = await materialise(lake, everyEventWord, { at, relation });
  const keys = Object.entries(set.spine.keys).map(([key, values]) => [key, values[newest] as string | null]);
  for (const [name, value] of lookUp(everyEventWord, store, Object.fromEntries(keys), at))
    expect(value, name).toBe(set.columns[set.names.indexOf(name)][newest]);
}

test('somebody without a name has no past, not even that of somebody called null', async () => {
  const relation = () => rowsAsSql(runs, [run({ run_id: 1, owner: 'null' })]);
  const store = await materialise(lake, jobCosts, { at: at('12:30'), relation });
  const costOf = (owner: string | null) => lookUp(jobCosts, store, { job_id: 'etl', owner }, at('12:30')).get('cost_2');
  expect([costOf('null'), costOf(null)]).toEqual([10, Number.NaN]);
});
