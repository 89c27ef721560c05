import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lake, openLake } from '@applied-modeling/lakehouse';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTrainingSet, compileFeatures, type Door } from '../src/index.ts';
import { everyWord } from './orders-world.ts';
import { compileOptions, randomWorld, type World } from './random-world.ts';
import type { Row } from './reference/brute-force-join.ts';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake(mkdtempSync(join(tmpdir(), 'feature-store-')), { threads: 1 });
});
afterAll(() => lake.close());

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const RUNS = { numRuns: 15, seed: 1 };

test('rows that become available after a decision never change what it reads', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      const world = randomWorld(seed);
      expect(await rowsBefore(withOtherFuture(world), 'as-of')).toEqual(await rowsBefore(world, 'as-of'));
    }),
    RUNS,
  );
});

test('events on the day of a decision or later never enter its windows', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      const world = randomWorld(seed);
      expect(await rowsBefore(withEventsOnTheDay(world), 'as-of')).toEqual(await rowsBefore(world, 'as-of'));
    }),
    RUNS,
  );
});

test('the careless door does read rows that became available later, so that the test above can fail', async () => {
  let changed = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const world = randomWorld(seed);
    const [before, after] = [await rowsBefore(world, 'latest'), await rowsBefore(withOtherFuture(world), 'latest')];
    if (JSON.stringify(before) !== JSON.stringify(after)) changed += 1;
  }
  expect(changed).toBeGreaterThan(5);
});

/** The world's first decision time: what was known by then is the past, and all else is the future. */
function turningPoint({ spine }: World): string {
  return spine.map(({ decided_at }) => decided_at as string).sort()[0] ?? '2025-03-01T00:00:00.000Z';
}

/** The same past; every later row is changed, and rows about the past arrive after it. */
function withOtherFuture(world: World): World {
  const now = turningPoint(world);
  const eve = dayBefore(now);
  const late = new Date(Date.parse(now) + 1).toISOString();
  const { orders = [], visits = [], plans = [], ...rest } = world.tables;
  const isPast = (row: Row) => (row.available_at as string) <= now;
  const lateRows = world.spine.map(({ customer_id }, index) => ({ customer_id, index }));
  return {
    ...world,
    tables: {
      ...rest,
      ...(world.tables.orders && {
        orders: [
          ...orders.map((row) => (isPast(row) ? row : { ...row, amount: 777, items: 77, channel: 'web' })),
          ...lateRows.map(({ customer_id, index }) => ({
            ...{ customer_id, order_id: 1000 + index, ordered_on: eve, channel: 'shop', amount: 5555 },
            ...{ items: 9, weight_kg: -99, available_at: late },
          })),
        ],
      }),
      ...(world.tables.visits && { visits: visits.filter(isPast) }),
      ...(world.tables.plans && {
        plans: [
          ...plans.filter(isPast),
          ...lateRows.map(({ customer_id, index }) => ({
            ...{ customer_id, plan_id: 1000 + index, valid_from: eve, tier: 'pro', fee: 999 },
            ...{ ends_on: eve, is_trial: true, available_at: late },
          })),
        ],
      }),
    },
  };
}

/** More events on the day of the turning point, already available then. */
function withEventsOnTheDay(world: World): World {
  const now = turningPoint(world);
  const { orders } = world.tables;
  if (!orders) return world;
  const today = world.spine.map(({ customer_id }, index) => ({
    ...{ customer_id, order_id: 1000 + index, ordered_on: now.slice(0, 10), channel: 'web', amount: 5555 },
    ...{ items: 9, weight_kg: -99, available_at: now },
  }));
  return { ...world, tables: { ...world.tables, orders: [...orders, ...today] } };
}

/** Everything the rows decided by the turning point hold: features and the clocks they were made from. */
async function rowsBefore(world: World, door: Door): Promise<readonly (readonly number[])[]> {
  const now = turningPoint(world);
  const spine = world.spine.filter(({ decided_at }) => (decided_at as string) <= now);
  const set = await buildTrainingSet(
    lake,
    compileFeatures(everyWord, { ...compileOptions({ spine, tables: world.tables }), door }),
  );
  const clocks = [...Object.values(set.maxAvailableAtBySource), ...Object.values(set.maxEventTimeBySource)];
  return [...set.columns, ...clocks].map((column) => Array.from(column));
}

function dayBefore(instant: string): string {
  return new Date(Date.parse(instant) - 86_400_000).toISOString().slice(0, 10);
}
