import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lake, openLake } from '@applied-modeling/lakehouse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  calendarView,
  compileFeatures,
  count,
  daysUntil,
  featureSet,
  featureView,
  latest,
  latestView,
  log,
  mean,
  meanPerDay,
  onlyIf,
  ratio,
  sum,
} from '../src/index.ts';
import { everyWord, holidays, orders, plans } from './orders-world.ts';
import { compileOptions, randomWorld } from './random-world.ts';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake(mkdtempSync(join(tmpdir(), 'feature-store-')), { threads: 1 });
});
afterAll(() => lake.close());

const smallSet = featureSet({
  views: [
    featureView({
      name: 'orders',
      source: orders,
      entity: 'customer_id',
      freshnessHours: 14,
      features: {
        amount_7d: sum('amount', { days: 7 }),
        amount_per_day_28d: meanPerDay('amount', { days: 28 }),
        web_orders_28d: count({ days: 28, where: { column: 'channel', oneOf: ['web'] } }),
      },
    }),
    latestView({
      name: 'plan',
      source: plans,
      entity: 'customer_id',
      freshnessHours: 30,
      features: { fee: latest('fee'), days_to_plan_end: daysUntil('ends_on') },
    }),
    calendarView({
      name: 'season',
      source: holidays,
      dateColumn: 'day',
      features: { season_7d: mean('factor', { from: -7, to: 0 }) },
    }),
  ],
  derived: {
    seasonal_amount: ratio('amount_7d', 'season_7d'),
    log_amount: log('amount_per_day_28d', { plus: 1 }),
    trusted_amount: onlyIf('seasonal_amount', 'web_orders_28d', { atLeast: 1 }),
  },
});

const spine = { relation: 'decisions_to_make', keys: ['customer_id'], carry: ['label'] };
const byName = ({ name }: { readonly name: string }) => name;

test('the script of a small set, as a reader sees it', async () => {
  const { sql } = compileFeatures(smallSet, { spine, relation: byName });
  await expect(sql).toMatchFileSnapshot('golden/small-set.sql');
});

test('DuckDB runs the script, through either door and with sources absent', async () => {
  const world = randomWorld(7);
  for (const door of ['as-of', 'latest'] as const) {
    for (const tables of [world.tables, {}]) {
      const { sql, tables: made } = compileFeatures(everyWord, { ...compileOptions({ ...world, tables }), door });
      await expect(lake.run(sql)).resolves.toBeUndefined();
      for (const { name } of made) await lake.run(`DROP TABLE ${name}`);
    }
  }
});

test('the careless door compares no availability clock', () => {
  const careful = compileFeatures(smallSet, { spine, relation: byName }).sql;
  const careless = compileFeatures(smallSet, { spine, relation: byName, door: 'latest' }).sql;
  expect(careful).toMatch(/known_at <= /);
  expect(careless).not.toMatch(/known_at|previous_at|available_at <=/);
});

test('an absent source is a view of NULLs, and says so', () => {
  const relation = ({ name }: { readonly name: string }) => (name === 'plans' ? undefined : name);
  const compiled = compileFeatures(smallSet, { spine, relation });
  expect(compiled.absentViews).toEqual(['plan']);
  expect(compiled.sql).toContain('NULL::DOUBLE AS fee,');
  expect(compiled.auditColumns).toEqual([
    { view: 'orders', maxAvailableAt: 'orders_max_available_at', maxEventTime: 'orders_max_event_time' },
    { view: 'plan' },
    { view: 'season' },
  ]);
});

test('a table overwritten in place has no past: only the careless door reads it', () => {
  const profiles = { ...plans, name: 'profiles', history: 'scd1' as const };
  const view = latestView({
    name: 'profile',
    source: profiles,
    entity: 'customer_id',
    freshnessHours: 24,
    features: { fee_today: latest('fee') },
  });
  const set = featureSet({ views: [view] });
  expect(() => compileFeatures(set, { spine, relation: byName })).toThrow(
    /feature view profile: profiles is overwritten in place \(scd1\) and has no past/,
  );
  expect(() => compileFeatures(set, { spine, relation: byName, door: 'latest' })).not.toThrow();
});

test('a spine that lacks the entity, or whose columns clash with features, is refused', () => {
  expect(() =>
    compileFeatures(smallSet, { spine: { relation: 'decisions_to_make', keys: ['shop_id'] }, relation: byName }),
  ).toThrow(/orders: its entity customer_id is no key of the spine \(shop_id\)/);
  expect(() => compileFeatures(smallSet, { spine: { ...spine, carry: ['fee'] }, relation: byName })).toThrow(
    /result column fee: named twice/,
  );
});
