import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { date, double, int, long, tableContract, timestamp } from '../src/index.ts';
import { march, scores, temporaryLake } from './fixture.ts';

describe('partitions', async () => {
  const lake = await temporaryLake();
  const groups = ['g 1', 'a/b', '25%', 'ä=ö', 'x*[y]?'];
  const values = [...groups.map((group) => `'${group}'`), 'NULL']
    .map((group, i) => `('r${i}', ${i}, ${group})`)
    .join(', ');
  await lake.create(scores, { committedAt: march(1) });
  await lake.append(
    scores,
    { sql: `SELECT * FROM (VALUES ${values}) AS t(account_id, score, grp)` },
    { committedAt: march(1) },
  );

  test('the log encodes the path once more than the disk does', () => {
    const { files } = lake.snapshot('scores');
    const file = files.find(({ partitionValues }) => partitionValues.grp === 'g 1');
    expect(file?.path).toMatch(/^grp=g%25201\/part-/);
    expect(readdirSync(lake.tableDir('scores'))).toContain('grp=g%201');
    expect(readdirSync(lake.tableDir('scores'))).toContain('grp=__HIVE_DEFAULT_PARTITION__');
    expect(files.map(({ partitionValues }) => partitionValues.grp).sort()).toEqual([...groups, null].sort());
  });

  test('partition values come back from the log, null included', async () => {
    const rows = await lake.query(`SELECT account_id, grp FROM ${lake.latest(scores)} ORDER BY account_id`);
    expect(rows.nullableStrings('grp')).toEqual([...groups, null]);
  });

  test('a filter on the partition leaves only its files in the plan', async () => {
    const duckdb = await (await DuckDBInstance.create()).connect();
    const plan = await duckdb.runAndReadAll(`EXPLAIN SELECT * FROM ${lake.latest(scores)} WHERE grp = '25%'`);
    expect(String(plan.getRows()[0][1]).match(/Function:/g)).toHaveLength(1);
    duckdb.closeSync();
  });

  test('an empty text is refused as a partition: Delta could not tell it from null', async () => {
    const source = { sql: "SELECT 'z' AS account_id, 1.0 AS score, '' AS grp" };
    await expect(lake.append(scores, source, { committedAt: march(1) })).rejects.toThrow('grp is not empty');
  });
});

describe('statistics bound the values or are left out', async () => {
  const lake = await temporaryLake();
  const bounds = tableContract({
    name: 'bounds',
    grain: 'one row per id',
    columns: {
      id: long(),
      text: z.string().nullable(),
      real: double().nullable(),
      flag: z.boolean(),
      at: timestamp().nullable(),
    },
    key: ['id'],
    history: 'static',
  });
  await lake.create(bounds, { committedAt: march(1) });
  const statsOf = async (sql: string) => {
    await lake.overwrite(bounds, { sql }, { committedAt: march(1) });
    return JSON.parse(lake.snapshot('bounds').files[0].stats ?? '');
  };

  test('a long text keeps a prefix as its minimum and has no maximum', async () => {
    const { minValues, maxValues } = await statsOf(`SELECT 1 AS id, repeat('z', 40) AS text, true AS flag`);
    expect(minValues.text).toBe('z'.repeat(32));
    expect(maxValues).not.toHaveProperty('text');
  });

  test('timestamps are cut to milliseconds, also before 1970', async () => {
    const { minValues, maxValues } = await statsOf(`
      SELECT 1 AS id, true AS flag, TIMESTAMPTZ '1960-01-01 00:00:00.000001+00' AS at
      UNION ALL SELECT 2, false, TIMESTAMPTZ '2025-03-01 01:02:03.456789+00'`);
    expect(minValues.at).toBe('1960-01-01T00:00:00.000Z');
    expect(maxValues.at).toBe('2025-03-01T01:02:03.456Z');
  });

  test('whole numbers beyond 2^53, booleans and all-null columns have no bounds', async () => {
    const { minValues, maxValues, nullCount } = await statsOf('SELECT 9007199254740993 AS id, true AS flag');
    expect([minValues, maxValues]).toEqual([{}, {}]);
    expect(nullCount).toEqual({ id: 0, text: 1, real: 1, flag: 0, at: 1 });
  });

  test('doubles keep their digits', async () => {
    const { minValues, maxValues } = await statsOf(
      'SELECT 1 AS id, true AS flag, -1e-7::DOUBLE AS real UNION ALL SELECT 2, true, 0.1 + 0.2::DOUBLE',
    );
    expect([minValues.real, maxValues.real]).toEqual([-1e-7, 0.30000000000000004]);
  });
});

test('sorted rows stay sorted in the file', async () => {
  const lake = await temporaryLake();
  await lake.create(scores, { committedAt: march(1) });
  await lake.append(
    scores,
    { sql: `SELECT 'r' || i AS account_id, i AS score, 'g' AS grp FROM range(300000) AS t(i) ORDER BY i` },
    { committedAt: march(1) },
  );
  const path = join(lake.tableDir('scores'), 'grp=g', '*.parquet');
  const disorder = await lake.query(`
    SELECT count(*) FILTER (score < previous) AS n
    FROM (SELECT score, lag(score) OVER (ORDER BY file_row_number) AS previous FROM read_parquet('${path}', file_row_number = true))`);
  expect(disorder.numbers('n')[0]).toBe(0);
});

describe('a value its column could only hold in part', async () => {
  const typed = tableContract({
    name: 'typed',
    grain: 'one row per id',
    columns: {
      id: z.string(),
      whole: int().nullable(),
      flag: z.boolean().nullable(),
      day: date().nullable(),
      at: timestamp().nullable(),
    },
    key: ['id'],
    history: 'static',
  });
  const lake = await temporaryLake();
  await lake.create(typed, { committedAt: march(1) });
  const write = (values: string) =>
    lake.overwrite(typed, { sql: `SELECT 'a' AS id, ${values}` }, { committedAt: march(1) });
  const filesOnDisk = () => readdirSync(lake.tableDir('typed')).filter((name) => name.endsWith('.parquet'));

  test.each([
    ['1.6 AS whole', 'whole 1.6 is no INTEGER'],
    ["'1.6' AS whole", 'whole 1.6 is no INTEGER'],
    ['1.6::DOUBLE AS whole', 'whole 1.6 is no INTEGER'],
    ['2 AS flag', 'flag 2 is no BOOLEAN'],
    ['0.5 AS flag', 'flag 0.5 is no BOOLEAN'],
    ["'2025-03-01 garbage' AS day", 'invalid timestamp field format'],
    ["TIMESTAMP '2025-03-01 12:00:00' AS day", 'day 2025-03-01 12:00:00 is no DATE'],
    ["DATE '9999-12-31' + 1 AS day", 'day lies in the years 1 to 9999'],
    ["'infinity' AS day", 'day lies in the years 1 to 9999'],
    ["TIMESTAMPTZ '10000-01-01' AS at", 'at lies in the years 1 to 9999'],
    ["TIMESTAMPTZ '0001-01-01 (BC)' AS at", 'at lies in the years 1 to 9999'],
  ])('%s is refused and leaves no file', async (values, problem) => {
    const before = filesOnDisk();
    await expect(write(values)).rejects.toThrow(problem);
    expect(filesOnDisk()).toEqual(before);
  });

  test.each([
    '2.0 AS whole',
    "'2' AS whole",
    "'1e3' AS whole",
    '1 AS flag',
    "'yes' AS flag",
    "TIMESTAMPTZ '2025-03-01' AS day",
    'NULL::DOUBLE AS whole',
  ])('%s is stored', (values) => expect(write(values)).resolves.toMatchObject({ rows: 1 }));
});
