import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { describeContract, describeFiles, double, ingestFiles, int, tableContract } from '../src/index.ts';
import { crmAccounts, march, temporaryDir, temporaryLake, usageDaily, usageRows } from './fixture.ts';

const committedAt = march(31);
const HEADER = 'account_id,usage_date,dbu,region,available_at';
const usage = { contract: usageDaily, required: true };
const crm = { contract: crmAccounts, required: false };

const folder = (files: Record<string, string>) => {
  const dir = temporaryDir();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
};
const problemsOf = (outcome: Awaited<ReturnType<typeof ingestFiles>>) =>
  outcome.kind === 'refused'
    ? outcome.problems.map(({ table, problem }) => `${table}: ${problem.replace(/\/\S*\//, '')}`)
    : [];

test('a good CSV becomes a table; extra columns and absent tables are noted', async () => {
  const lake = await temporaryLake();
  const dir = folder({
    'usage_daily.csv': `${HEADER},extra\n"a,b",2025-03-01,1.5,,2025-03-02T06:00:00Z,x\nc,2025-03-01,2,eu,2025-03-02 08:00:00+02,y\n`,
  });
  const outcome = await ingestFiles(lake, dir, [usage, crm], { committedAt });
  expect(outcome).toEqual({
    kind: 'accepted',
    tables: [{ table: 'usage_daily', file: join(dir, 'usage_daily.csv'), rows: 2, version: 1 }],
    notes: [
      'usage_daily: columns extra are not in the contract and were ignored',
      `crm_accounts: no crm_accounts.csv, crm_accounts.parquet or Delta table crm_accounts/ in ${dir}`,
    ],
  });
  const rows = await lake.query(`SELECT * FROM ${lake.latest(usageDaily)}`);
  expect(rows.strings('account_id')).toEqual(['a,b', 'c']);
  expect(rows.nullableStrings('region')).toEqual([null, 'eu']);
  expect([...rows.numbers('available_at')]).toEqual(Array(2).fill(Date.UTC(2025, 2, 2, 6)));
});

test('Parquet and Delta tables are read too, and a second ingest replaces the first', async () => {
  const [lake, source] = [await temporaryLake(), await temporaryLake()];
  await source.create(usageDaily, { committedAt });
  await source.append(usageDaily, usageRows(['a', 1, 1, 2], ['b', 1, 2, 2]), { committedAt });
  const file = join(source.dir, 'crm_accounts.parquet');
  await source.run(`COPY (SELECT 'a' AS account_id) TO '${file}' (FORMAT parquet)`);
  for (const version of [1, 2]) {
    expect(await ingestFiles(lake, source.dir, [usage, crm], { committedAt })).toMatchObject({
      kind: 'accepted',
      tables: [
        { table: 'usage_daily', rows: 2, version },
        { table: 'crm_accounts', rows: 1, version },
      ],
      notes: ['crm_accounts: no columns owner; read as NULL'],
    });
  }
});

test('all problems of all tables are told at once, and nothing is written', async () => {
  const lake = await temporaryLake();
  const dir = folder({
    'usage_daily.csv': [
      HEADER,
      'a,2025-03-01,1,eu,2025-03-02',
      'a,2025-03-01,1,eu,2025-03-02',
      'b,soon,"1,5",eu,2025-03-02',
      'c,2025-03-01,-1,eu,2025-03-02',
      'd,2025-03-01,1,mars,2025-03-02',
      'e,2025-03-01,1,eu,2025-02-01',
      ',2025-03-01,1,eu,2025-03-02',
    ].join('\n'),
    'crm_accounts.csv': 'owner\nAnn\n',
  });
  const outcome = await ingestFiles(lake, dir, [usage, crm], { committedAt });
  const row = (change: object) =>
    JSON.stringify({
      account_id: 'x',
      usage_date: '2025-03-01',
      dbu: 1,
      region: 'eu',
      available_at: '2025-03-02 00:00:00+00',
      ...change,
    });
  const exactly = (text: string) => text.replace('"dbu":1,', '"dbu":1.000,').replace('"dbu":-1,', '"dbu":-1.000,');
  expect(problemsOf(outcome)).toEqual([
    'usage_daily: usage_daily.csv line 4, usage_date: found "soon"; expected a day as 2025-03-01, or an instant whose day in UTC is meant (DATE); correct the file',
    'usage_daily: usage_daily.csv line 4, dbu: found "1,5"; expected a number with at most 3 decimals (DECIMAL(18,3)); correct the file',
    `usage_daily: usage_daily.csv: 1 row breaks "account_id is never null", e.g. line 8 ${exactly(row({ account_id: null }))}: fill the value or leave the row out`,
    `usage_daily: usage_daily.csv: 1 row breaks "dbu ≥ 0", e.g. line 5 ${exactly(row({ account_id: 'c', dbu: -1 }))}: correct the value, or widen the range in the contract if it is real`,
    `usage_daily: usage_daily.csv: 1 row breaks "region is one of us | eu", e.g. line 6 ${exactly(row({ account_id: 'd', region: 'mars' }))}: correct the spelling, or add the value to the contract`,
    `usage_daily: usage_daily.csv: 1 row breaks "available_at is not before usage_date", e.g. line 7 ${exactly(row({ account_id: 'e', available_at: '2025-02-01 00:00:00+00' }))}: correct the clocks: a row cannot be known before its event happened (times are UTC)`,
    'usage_daily: usage_daily.csv: 2 rows break "unique key (account_id, usage_date)", e.g. line 2, line 3 {"account_id":"a","usage_date":"2025-03-01","rows":2}: keep one row a key, or add the column that tells the rows apart to the key',
    'crm_accounts: crm_accounts.csv: no column account_id; add it as VARCHAR',
  ]);
  expect(existsSync(lake.tableDir('usage_daily'))).toBe(false);
});

test('a required file that is missing, or there twice, or unreadable is a problem', async () => {
  const lake = await temporaryLake();
  expect(problemsOf(await ingestFiles(lake, folder({}), [usage], { committedAt }))[0]).toContain('add one');
  const twice = folder({ 'usage_daily.csv': `${HEADER}\n`, 'usage_daily.parquet': 'not parquet' });
  expect(problemsOf(await ingestFiles(lake, twice, [usage], { committedAt }))[0]).toContain('both exist; keep one');
  const broken = folder({ 'usage_daily.parquet': 'not parquet' });
  expect(problemsOf(await ingestFiles(lake, broken, [usage], { committedAt }))[0]).toContain(
    'usage_daily.parquet cannot be read',
  );
  const ragged = folder({ 'usage_daily.csv': `${HEADER}\na,2025-03-01,1,eu\n` });
  expect(problemsOf(await ingestFiles(lake, ragged, [usage], { committedAt }))).toEqual([
    `usage_daily: usage_daily.csv line 2: found 4 values; expected 5, one for each name of the header "${HEADER}"; give every line all values, and quote those that hold a comma`,
  ]);
});

test('1.5 is no whole number, nan is no finite one', async () => {
  const lake = await temporaryLake();
  const contract = tableContract({
    name: 'n',
    grain: 'one row per id',
    columns: { id: int(), x: double().nullable() },
    key: ['id'],
    history: 'static',
  });
  const dir = folder({ 'n.csv': 'id,x\n1,1e3\n2.0,\n1.5,1\n3,nan\n' });
  expect(problemsOf(await ingestFiles(lake, dir, [{ contract, required: true }], { committedAt }))).toEqual([
    'n: n.csv line 4, id: found "1.5"; expected a whole number of 32 bits (INTEGER); correct the file',
    'n: n.csv line 5, x: found "nan"; expected a number with a decimal point (DOUBLE); correct the file',
  ]);
});

test('quotes around nothing are an empty text, nothing is NULL', async () => {
  const lake = await temporaryLake();
  const contract = tableContract({
    name: 'n',
    grain: 'one row per id',
    columns: { id: z.string(), x: z.string().nullable() },
    key: ['id'],
    history: 'static',
  });
  const dir = folder({ 'n.csv': 'id,x\na,""\nb,\n' });
  await ingestFiles(lake, dir, [{ contract, required: true }], { committedAt });
  expect((await lake.query(`SELECT x FROM ${lake.latest(contract)}`)).nullableStrings('x')).toEqual(['', null]);
});

test('what a directory may hold is told with file names and whether a table must be there', () => {
  expect(describeFiles([usageDaily], [crmAccounts], { of: usageDaily, weeks: 84 })).toBe(
    [
      'usage_daily must span at least 84 whole weeks.',
      '',
      'CSV is UTF-8 with a header, commas, and double quotes around what holds a comma, a quote or a line; an empty field is NULL.',
      'Days are written 2025-03-01 and instants 2025-03-01T06:00:00Z. Every value is read as written, or the file is refused.',
      '',
      'required: usage_daily.csv, usage_daily.parquet or Delta table usage_daily/',
      describeContract(usageDaily),
      '',
      'optional: crm_accounts.csv, crm_accounts.parquet or Delta table crm_accounts/',
      describeContract(crmAccounts),
    ].join('\n'),
  );
});
