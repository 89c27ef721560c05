/** Tables that other engines also write; `fixtures/readings` is one that delta-rs made, by the script beside it. */

import { cpSync, utimesSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { int, long, tableContract, timestamp } from '../src/index.ts';
import { commitPath } from '../src/log.ts';
import { march, temporaryLake } from './fixture.ts';

const readings = tableContract({
  name: 'readings',
  grain: 'one row per instant',
  columns: { id: z.string(), read_at: timestamp(), level: long().nullable() },
  key: ['read_at'],
  history: 'static',
});

async function lakeWithReadings() {
  const lake = await temporaryLake();
  cpSync(fileURLToPath(new URL('fixtures/readings', import.meta.url)), lake.tableDir('readings'), { recursive: true });
  return lake;
}

const readingAt = (instant: string) => ({ sql: `SELECT 'z' AS id, TIMESTAMPTZ '${instant}' AS read_at, 9 AS level` });
const committedAt = new Date('2100-01-01');

describe('a table that delta-rs made and widened', () => {
  test('holds null in the new column of the old rows', async () => {
    const lake = await lakeWithReadings();
    const rows = await lake.query(`SELECT * FROM ${lake.latest(readings)} ORDER BY read_at`);
    expect(rows.strings('id')).toEqual(['a', 'b', 'c']);
    expect([...rows.numbers('level')]).toEqual([Number.NaN, Number.NaN, 3]);
    expect((await lake.query(`SELECT * FROM ${lake.snapshot('readings', 0).relation}`)).names).toEqual([
      'id',
      'read_at',
    ]);
  });

  test('takes no key twice, and a new one', async () => {
    const lake = await lakeWithReadings();
    const repeated = lake.append(readings, readingAt('2025-03-01 06:00:00Z'), { committedAt });
    await expect(repeated).rejects.toThrow('key (read_at) not yet in the table');
    await expect(lake.append(readings, readingAt('2025-03-01 06:30:00Z'), { committedAt })).resolves.toMatchObject({
      version: 2,
    });
    const rows = await lake.query(`SELECT level FROM ${lake.latest(readings)} ORDER BY read_at`);
    expect([...rows.numbers('level')]).toEqual([Number.NaN, 9, Number.NaN, 3]);
  });
});

test('statistics that were added later do not make a file newer than it is', async () => {
  const lake = await lakeWithReadings();
  const [{ laterColumns: _, ...oldest }] = lake.snapshot('readings').files;
  writeFileSync(
    commitPath(lake.tableDir('readings'), 2),
    `${JSON.stringify({ add: { ...oldest, dataChange: false } })}\n`,
  );
  expect((await lake.query(`SELECT level FROM ${lake.latest(readings)}`)).rowCount).toBe(3);
});

describe('the date of a version', async () => {
  const flags = tableContract({
    name: 'flags',
    grain: 'one row per id',
    columns: { id: int() },
    key: ['id'],
    history: 'scd1',
  });
  const flagsLake = async () => {
    const lake = await temporaryLake();
    await lake.create(flags, { committedAt: march(1) });
    for (const day of [2, 3]) await lake.overwrite(flags, { sql: `SELECT ${day} AS id` }, { committedAt: march(day) });
    return { lake, path: (version: number) => commitPath(lake.tableDir('flags'), version) };
  };
  const idsAt = async (lake: Awaited<ReturnType<typeof temporaryLake>>, day: number) => [
    ...(await lake.query(`FROM ${lake.asStoredAt(flags, march(day))}`)).numbers('id'),
  ];

  test.each([
    ['no commitInfo', '{"txn":{"appId":"other","version":1}}'],
    ['a commitInfo of another form', '{"commitInfo":{"timestamp":"4 March 2025","operation":7}}'],
  ])('is that of its file where it has %s', async (_, line) => {
    const { lake, path } = await flagsLake();
    writeFileSync(path(3), `${line}\n`);
    utimesSync(path(3), march(4), march(4));
    expect(lake.versions('flags').at(-1)).toEqual({ version: 3, timestamp: march(4).getTime(), operation: 'unknown' });
  });

  test('is its in-commit timestamp where it has one', async () => {
    const { lake, path } = await flagsLake();
    const commitInfo = { inCommitTimestamp: march(5).getTime(), timestamp: march(4).getTime(), operation: 'WRITE' };
    writeFileSync(path(3), `${JSON.stringify({ commitInfo })}\n`);
    expect(lake.snapshot('flags').timestamp).toBe(march(5).getTime());
  });

  test('never goes back, so that an instant finds no rows of later versions', async () => {
    const { lake, path } = await flagsLake();
    // Another writer, two days behind, empties the table that held 3 from the third on.
    const removes = lake
      .snapshot('flags')
      .files.map(({ path }) => JSON.stringify({ remove: { path, dataChange: true } }));
    const commitInfo = { timestamp: march(1).getTime(), operation: 'DELETE' };
    writeFileSync(path(3), `${[JSON.stringify({ commitInfo }), ...removes].join('\n')}\n`);
    expect(await idsAt(lake, 2)).toEqual([2]);
    expect(await idsAt(lake, 3)).toEqual([]);
    expect(lake.versions('flags').map(({ timestamp }) => new Date(timestamp).getUTCDate())).toEqual([1, 2, 3, 3]);
    await expect(lake.append(flags, { sql: 'SELECT 4 AS id' }, { committedAt: march(2) })).rejects.toThrow(
      'in the order of the clock',
    );
  });
});
