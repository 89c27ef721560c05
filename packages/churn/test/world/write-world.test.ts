import { join } from 'node:path';
import { fingerprintRelation, openLake } from '@applied-modeling/lakehouse';
import { isoDate, MS_PER_DAY } from '@applied-modeling/synthetic';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as tables from '../../src/tables.ts';
import { writeWorld } from '../../src/world/write-world.ts';
import { scratch } from '../scratch.ts';
import { fingerprintWorld, TINY_WEEKS, tinyClock, type WrittenWorld, writeTinyWorld } from './tiny-worlds.ts';

describe('a written world', () => {
  let world: WrittenWorld;
  let fingerprints: Record<string, string>;
  beforeAll(async () => {
    world = await writeTinyWorld(7, 1);
    fingerprints = await fingerprintWorld(world);
  });
  afterAll(() => world.close());

  test('has the same content when it is written again, on two threads', async () => {
    const again = await writeTinyWorld(7, 2);
    expect(await fingerprintWorld(again)).toEqual(fingerprints);
    expect(again.rows).toEqual(world.rows);
    again.close();
  });

  test('has other content in every table for another seed, but for the published calendar', async () => {
    const other = await writeTinyWorld(8, 1);
    const others = await fingerprintWorld(other);
    expect(Object.keys(others).filter((table) => others[table] === fingerprints[table])).toEqual(['calendar']);
    other.close();
  });

  test('is the same, byte for byte, whose onboarding begins after its last week, but for a truth that would not hold', async () => {
    const dir = scratch('guided');
    const options = { seed: 7, entities: 250, weeks: TINY_WEEKS, clock: tinyClock, threads: 1, guidedFrom: TINY_WEEKS };
    const rows = await writeWorld(dir, options);
    const { truth, ...observed } = world.rows;
    expect(truth).toBeGreaterThan(0);
    expect(rows).toEqual(observed);
    const lake = await openLake(join(dir, 'lake'), { threads: 1 });
    for (const contract of CONTRACTS.filter((one) => one !== tables.truth))
      expect(await fingerprintRelation(lake, lake.latest(contract)), contract.name).toBe(fingerprints[contract.name]);
    lake.close();
  });

  test('counts its rows as they are', async () => {
    const counted: Record<string, number> = {};
    for (const contract of CONTRACTS) {
      const lake = contract === tables.truth ? world.sideCar : world.lake;
      const found = await lake.query(`SELECT count(*) AS n FROM ${lake.latest(contract)}`);
      counted[contract.name] = found.numbers('n')[0];
    }
    expect(counted).toEqual(world.rows);
  });

  test('knows no row before it happened, and holds nothing that happens after its last day', async () => {
    const end = isoDate(tinyClock.startOf(TINY_WEEKS));
    for (const contract of CONTRACTS) {
      const { eventTime, availableAt } = contract.clocks;
      if (!eventTime) continue;
      const found = await world.lake.query(`
        SELECT
          count(*) FILTER (${availableAt} < ${eventTime}) AS early,
          count(*) FILTER (${eventTime} >= DATE '${end}') AS late
        FROM ${world.lake.latest(contract)}`);
      const { early, late } = { early: found.numbers('early')[0], late: found.numbers('late')[0] };
      expect({ early, late }, contract.name).toEqual({ early: 0, late: 0 });
    }
  });

  test('keeps fifteen nightly versions of the CRM and nothing older', () => {
    const nights = world.lake.versions('crm').filter(({ version }) => version > 0);
    expect(nights.length).toBe(15);
    expect(() => world.lake.asOf(new Date()).relation(tables.crm)).toThrow();
  });

  test('tells the truth from the second year on, once an account and week', async () => {
    const truth = world.sideCar.latest(tables.truth);
    const found = await world.sideCar.query(
      `SELECT min(decided_on) AS first, count(*) - count(DISTINCT (account_id, decided_on)) AS repeated FROM ${truth}`,
    );
    expect(found.integers('first')[0] * MS_PER_DAY).toBe(tinyClock.startOf(52));
    expect(found.numbers('repeated')[0]).toBe(0);
  });

  const CONTRACTS = [...tables.REQUIRED_TABLES, ...tables.OPTIONAL_TABLES, tables.crm, tables.truth];
});
