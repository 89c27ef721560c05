import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type HistoryOptions, measureHistory, tableContract, timestamp } from '../src/index.ts';
import { march, temporaryLake, type UsageRow, usageDaily, usageRows } from './fixture.ts';

const committedAt = march(31);
const weekly = { step: 'week', row: 'day', minimum: { steps: 2, because: 'two are compared' } } as const;

async function measureUsage(rows: readonly UsageRow[], options: HistoryOptions = weekly) {
  const lake = await temporaryLake();
  await lake.create(usageDaily, { committedAt });
  if (rows.length > 0) await lake.append(usageDaily, usageRows(...rows), { committedAt });
  return measureHistory(lake, usageDaily, options);
}

/** One row a day, known the next morning. 2025-03-03 and every seventh day after it are Mondays. */
const days = (first: number, last: number): UsageRow[] =>
  Array.from({ length: last - first + 1 }, (_, i) => ['a', first + i, 1, Math.min(31, first + i + 1)]);

describe('the history of a dated table', () => {
  test('begins on the first Monday and counts the whole weeks', async () => {
    expect(await measureUsage(days(1, 16))).toEqual({ epoch: march(3).getTime(), steps: 2, problems: [] });
    expect(await measureUsage(days(3, 22))).toEqual({ epoch: march(3).getTime(), steps: 2, problems: [] });
  });

  test('is too short with a day less, and says what there is and what is needed', async () => {
    const { steps, problems } = await measureUsage(days(1, 15));
    expect([steps, problems]).toEqual([
      1,
      [
        'usage_daily: 1 whole weeks of history (2025-03-01 to 2025-03-15), expected at least 2: two are compared; add older rows',
      ],
    ]);
  });

  test('leaves out steps that may still be corrected', async () => {
    // The newest row is known on 17 March at 06:00: five days before it, the week from 3 March is over.
    expect((await measureUsage(days(1, 16), { ...weekly, correctionDays: 5 })).steps).toBe(1);
    expect((await measureUsage(days(1, 20), { ...weekly, correctionDays: 5 })).steps).toBe(1);
    expect((await measureUsage(days(1, 21), { ...weekly, correctionDays: 5 })).steps).toBe(2);
  });

  test('counts days and hours as well', async () => {
    const events = tableContract({
      name: 'events',
      grain: 'one row per event',
      columns: { id: z.string(), happened_at: timestamp(), known_at: timestamp() },
      key: ['id'],
      clocks: { eventTime: 'happened_at', availableAt: 'known_at' },
      history: 'bitemporal',
    });
    const lake = await temporaryLake();
    await lake.create(events, { committedAt });
    const sql = `SELECT i::VARCHAR AS id, happened_at, happened_at + INTERVAL 1 MINUTE AS known_at
      FROM (SELECT i, TIMESTAMPTZ '2025-03-01 05:30:00Z' + i * INTERVAL 1 HOUR AS happened_at FROM range(50) AS t(i))`;
    await lake.append(events, { sql }, { committedAt });
    const minimum = { steps: 1, because: 'one is needed' };
    const hours = await measureHistory(lake, events, { step: 'hour', row: 'hour', minimum });
    const wholeDays = await measureHistory(lake, events, { step: 'day', row: 'hour', minimum });
    expect([new Date(hours.epoch).toISOString(), hours.steps]).toEqual(['2025-03-01T06:00:00.000Z', 49]);
    expect([new Date(wholeDays.epoch).toISOString(), wholeDays.steps]).toEqual(['2025-03-02T00:00:00.000Z', 1]);
  });

  test('is refused for a few rows that are far from all others, on either side', async () => {
    const lake = await temporaryLake();
    await lake.create(usageDaily, { committedAt });
    const row = (day: string, i: string) =>
      `SELECT 'a' || ${i} AS account_id, ${day} AS usage_date, 1 AS dbu, 'eu' AS region, TIMESTAMPTZ '2999-01-01' AS available_at`;
    const sql = `${row("DATE '2025-03-01' + (i % 30)::INTEGER", 'i')} FROM range(40) AS t(i)
      UNION ALL ${row("DATE '2205-12-01'", "'x'")} UNION ALL ${row("DATE '1969-12-31'", "'y'")}`;
    await lake.append(usageDaily, { sql }, { committedAt });
    expect((await measureHistory(lake, usageDaily, weekly)).problems).toEqual([
      'usage_daily: no row between 1969-12-31 and 2025-03-01, and 1 of 42 rows before; correct usage_date, leave these rows out, or fill the hole',
      'usage_daily: no row between 2025-03-30 and 2205-12-01, and 1 of 42 rows after; correct usage_date, leave these rows out, or fill the hole',
    ]);
  });

  test('may have holes of sixty days, and not of more', async () => {
    const withHole = async (days: number) => {
      const lake = await temporaryLake();
      await lake.create(usageDaily, { committedAt });
      const sql = `SELECT 'a' AS account_id, DATE '2025-01-01' + (i * ${days})::INTEGER AS usage_date, 1 AS dbu, 'eu' AS region,
        TIMESTAMPTZ '2025-06-01' AS available_at FROM range(2) AS t(i)`;
      await lake.append(usageDaily, { sql }, { committedAt });
      return (await measureHistory(lake, usageDaily, weekly)).problems.length;
    };
    expect([await withHole(60), await withHole(61)]).toEqual([0, 1]);
  });

  test('is none where there are no rows', async () => {
    expect((await measureUsage([])).problems).toEqual(['usage_daily: no rows; add some']);
  });
});
