import { MS_PER_HOUR, MS_PER_WEEK } from '@applied-modeling/synthetic';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as tables from '../../src/tables.ts';
import { TRUTH_TABLES, truthWeekly } from '../../src/world/truth-tables.ts';
import { nowOf } from '../../src/world/write-world.ts';
import { clock } from './histories.ts';
import { fingerprintWorld, TINY_WEEKS, type WrittenWorld, writeTinyWorld } from './tiny-worlds.ts';

const { REQUIRED_TABLES, OPTIONAL_TABLES } = tables;
const OBSERVED = [...REQUIRED_TABLES, ...OPTIONAL_TABLES];

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

  test('has other content in every table for another seed, but for the names of the regions and their holidays', async () => {
    const other = await writeTinyWorld(8, 1);
    const others = await fingerprintWorld(other);
    const same = Object.keys(others).filter((table) => others[table] === fingerprints[table]);
    expect(same).toEqual(['series', 'calendar']);
    other.close();
  });

  test('changes its demand with heavy noise, and none of what is announced', async () => {
    const heavy = await writeTinyWorld(7, 1, 'heavy');
    const others = await fingerprintWorld(heavy);
    const same = Object.keys(others).filter((table) => others[table] === fingerprints[table]);
    expect(same).toEqual(['series', 'calendar', 'launches', 'tenants', 'scheduled_jobs']);
    heavy.close();
  });

  test('counts its rows as they are', async () => {
    const counted: Record<string, number> = {};
    for (const contract of [...OBSERVED, ...TRUTH_TABLES]) {
      const lake = TRUTH_TABLES.some(({ name }) => name === contract.name) ? world.sideCar : world.lake;
      counted[contract.name] = (await lake.query(`SELECT count(*) AS n FROM ${lake.latest(contract)}`)).numbers('n')[0];
    }
    expect(counted).toEqual(world.rows);
  });

  test('holds every hour of the history once, and nothing that is not known by its last Monday', async () => {
    const { lake } = world;
    const now = new Date(nowOf(clock, TINY_WEEKS));
    expect(now.toISOString()).toBe('2024-02-05T06:00:00.000Z');
    const found = await lake.query(`
      SELECT
        count(DISTINCT hour) AS hours,
        count(*) FILTER (record_type = 'ORIGINAL') AS originals,
        epoch_ms(min(hour)) AS first
      FROM ${lake.latest(tables.usageHourly)}`);
    expect(found.numbers('hours')[0]).toBe(TINY_WEEKS * 168);
    expect(found.numbers('originals')[0]).toBe(TINY_WEEKS * 168 * 6);
    expect(found.numbers('first')[0]).toBe(clock.epoch);
    for (const contract of OBSERVED) {
      if (!contract.clocks.availableAt) continue;
      const late = `SELECT count(*) AS n FROM ${lake.latest(contract)} WHERE available_at > '${now.toISOString()}'`;
      expect((await lake.query(late)).numbers('n')[0], contract.name).toBe(0);
    }
  });

  test('publishes a level on Thursday at 08:00 for the week after, two hours after it was decided', async () => {
    const { lake } = world;
    const found = await lake.query(`
      SELECT DISTINCT epoch_ms(week_start::TIMESTAMPTZ) - epoch_ms(available_at) AS ahead
      FROM ${lake.latest(tables.capacityWeekly)}`);
    expect(Array.from(found.numbers('ahead'))).toEqual([MS_PER_WEEK - (3 * 24 + 8) * MS_PER_HOUR]);
  });

  test('has levels that SQL can find again in the bills known on that Thursday', async () => {
    const { lake } = world;
    const bills = `
      SELECT c.series_id, c.week_start, c.nodes, u.node_hours
      FROM ${lake.latest(tables.capacityWeekly)} c
      JOIN ${lake.latest(tables.usageHourly)} u
        ON u.series_id = c.series_id
        AND u.record_type = 'ORIGINAL'
        AND u.hour >= c.week_start - INTERVAL 35 DAY
        AND u.hour < c.week_start - INTERVAL 7 DAY
        AND u.available_at <= c.week_start - INTERVAL 4 DAY + INTERVAL 6 HOUR
      WHERE c.week_start >= DATE '2022-03-07'`;
    const found = await lake.query(`
      SELECT count(*) AS levels, count(*) FILTER (nodes = found) AS equal
      FROM (
        SELECT any_value(nodes) AS nodes, ceil(1.05 * quantile_cont(node_hours, 0.9)) AS found
        FROM (${bills})
        GROUP BY series_id, week_start
      )`);
    expect(found.numbers('levels')[0]).toBe(6 * (TINY_WEEKS - 9));
    expect(found.numbers('equal')[0]).toBe(found.numbers('levels')[0]);
  });

  test('corrects the rows of a tenant and of a job by a later row with an end', async () => {
    const { lake } = world;
    for (const [contract, id] of [
      [tables.tenants, 'tenant_id'],
      [tables.scheduledJobs, 'job_id'],
    ] as const) {
      const found = await lake.query(`
        SELECT count(*) AS ids, count(*) FILTER (versions > 2 OR NOT in_order) AS wrong
        FROM (
          SELECT count(*) AS versions, max(ends_on IS NULL) AND arg_max(ends_on IS NULL, available_at) = (count(*) = 1) AS in_order
          FROM ${lake.latest(contract)}
          GROUP BY ${id}
        )`);
      expect(found.numbers('ids')[0], contract.name).toBeGreaterThan(5);
      expect(found.numbers('wrong')[0], contract.name).toBe(0);
    }
  });

  test('tells the truth from the third year on', async () => {
    const { sideCar } = world;
    const found = await sideCar.query(`
      SELECT min(week_start) AS first, bool_and(q10 <= q50 AND q50 <= q80 AND q80 <= oracle_nodes AND q90 <= q95)::INTEGER AS ordered
      FROM ${sideCar.latest(truthWeekly)}`);
    expect(found.integers('first')[0] * 86_400_000).toBe(clock.startOf(104));
    expect(found.numbers('ordered')[0]).toBe(1);
    expect(world.rows.truth_hourly).toBe(6 * 4 * 168);
  });
});
