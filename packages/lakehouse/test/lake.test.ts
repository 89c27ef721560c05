import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  CommitConflict,
  date,
  decimal,
  double,
  int,
  LakeError,
  long,
  openLake,
  tableContract,
  timestamp,
} from '../src/index.ts';
import { crmAccounts, march, scores, temporaryDir, temporaryLake, usageDaily, usageRows } from './fixture.ts';

const everyType = tableContract({
  name: 'every_type',
  grain: 'one row per id',
  columns: {
    id: z.string(),
    text: z.string().nullable(),
    whole: int().nullable(),
    big: long().nullable(),
    real: double().nullable(),
    exact: decimal(18, 3).nullable(),
    flag: z.boolean().nullable(),
    day: date().nullable(),
    instant: timestamp().nullable(),
  },
  key: ['id'],
  history: 'static',
});

test('every type and its null come back as they went in', async () => {
  const lake = await temporaryLake();
  await lake.create(everyType, { committedAt: march(1) });
  const sql = `
    SELECT 'a' AS id, 'tschüß' AS text, -7 AS whole, 9007199254740991 AS big, 0.1::DOUBLE AS real, 12345.678 AS exact, true AS flag,
      DATE '1969-12-31' AS day, TIMESTAMPTZ '2025-03-01 01:02:03.456789+00' AS instant
    UNION ALL SELECT 'b', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL`;
  await lake.append(everyType, { sql }, { committedAt: march(1) });

  const rows = await lake.query(`SELECT * FROM ${lake.latest(everyType)} ORDER BY id`);

  expect(rows.strings('id')).toEqual(['a', 'b']);
  expect(rows.nullableStrings('text')).toEqual(['tschüß', null]);
  expect([...rows.numbers('whole')]).toEqual([-7, Number.NaN]);
  expect([...rows.numbers('big')]).toEqual([9007199254740991, Number.NaN]);
  expect([...rows.numbers('real')]).toEqual([0.1, Number.NaN]);
  expect([...rows.numbers('exact')]).toEqual([12345.678, Number.NaN]);
  expect([...rows.numbers('flag')]).toEqual([1, Number.NaN]);
  expect([...rows.numbers('day')]).toEqual([-1, Number.NaN]);
  expect(Math.round(rows.numbers('instant')[0] * 1000)).toBe(Date.UTC(2025, 2, 1, 1, 2, 3) * 1000 + 456789);
  expect(rows.names.map((name) => rows.isNull(name, 1))).toEqual([false, ...Array(8).fill(true)]);
});

test('batches of typed arrays are written as the contract stores them', async () => {
  const lake = await temporaryLake();
  await lake.create(usageDaily, { committedAt: march(1) });
  const batch = (day: number) => ({
    account_id: ['a', 'b'],
    usage_date: Int32Array.of(day, day),
    dbu: Float64Array.of(1.5, 2),
    region: { values: { codes: Uint8Array.of(0, 1), dictionary: ['us', 'eu'] }, nulls: Uint8Array.of(1, 0) },
    available_at: BigInt64Array.of(BigInt(day) * 86_400_000_000n, BigInt(day + 1) * 86_400_000_000n),
  });
  const result = await lake.append(usageDaily, { columns: [batch(20_000), batch(20_001)] }, { committedAt: march(1) });
  expect(result).toEqual({ kind: 'committed', version: 1, rows: 4 });
  const rows = await lake.query(`SELECT * FROM ${lake.latest(usageDaily)}`);
  expect(rows.strings('account_id')).toEqual(['a', 'b', 'a', 'b']);
  expect([...rows.integers('usage_date')]).toEqual([20_000, 20_000, 20_001, 20_001]);
  expect(rows.nullableStrings('region')).toEqual([null, 'eu', null, 'eu']);
  expect([...rows.numbers('available_at')]).toEqual([20_000, 20_001, 20_001, 20_002].map((day) => day * 86_400_000));
});

describe('time', async () => {
  const lake = await temporaryLake();
  await lake.create(usageDaily, { committedAt: march(1) });
  await lake.append(usageDaily, usageRows(['a', 10, 1, 11], ['b', 10, 2, 20]), { committedAt: march(21) });
  await lake.append(usageDaily, usageRows(['a', 12, 4, 25]), { committedAt: march(26) });
  await lake.create(crmAccounts, { committedAt: march(1) });
  await lake.overwrite(crmAccounts, { sql: "SELECT 'a' AS account_id, 'Ann' AS owner" }, { committedAt: march(2) });
  await lake.overwrite(crmAccounts, { sql: "SELECT 'a' AS account_id, 'Ben' AS owner" }, { committedAt: march(3) });
  const sumDbu = async (relation: string) =>
    (await lake.query(`SELECT sum(dbu) AS dbu FROM ${relation}`)).numbers('dbu')[0];

  test('asOf hides what was not yet available, to the instant', async () => {
    expect(await sumDbu(lake.asOf(march(11)).relation(usageDaily))).toBeNaN();
    expect(await sumDbu(lake.asOf(new Date('2025-03-11T05:59:59.999Z')).relation(usageDaily))).toBeNaN();
    expect(await sumDbu(lake.asOf(new Date('2025-03-11T06:00:00.000Z')).relation(usageDaily))).toBe(1);
    expect(await sumDbu(lake.asOf(march(21)).relation(usageDaily))).toBe(3);
    expect(await sumDbu(lake.latest(usageDaily))).toBe(7);
    expect(await sumDbu(lake.pointInTime(usageDaily))).toBe(7);
  });

  test('an earlier version holds the rows it held', async () => {
    expect(await sumDbu(lake.snapshot('usage_daily', 1).relation)).toBe(3);
    expect(await sumDbu(lake.snapshot('usage_daily', 0).relation)).toBeNaN();
    expect(() => lake.snapshot('usage_daily', 9)).toThrow('found versions 0 to 2; expected version 9');
  });

  test('versionAt finds the newest version committed by an instant', () => {
    expect(lake.versionAt('usage_daily', march(21))).toBe(1);
    expect(lake.versionAt('usage_daily', march(25))).toBe(1);
    expect(lake.versionAt('usage_daily', march(26))).toBe(2);
    expect(() => lake.versionAt('usage_daily', new Date('2025-02-01'))).toThrow('ask for a later time');
    expect(lake.versions('usage_daily').map(({ operation }) => operation)).toEqual(['CREATE TABLE', 'WRITE', 'WRITE']);
  });

  test('a table overwritten in place has no past but its versions', async () => {
    expect(() => lake.asOf(march(2)).relation(crmAccounts)).toThrow('overwritten in place (scd1)');
    expect(() => lake.pointInTime(crmAccounts)).toThrow('asStoredAt(contract, t)');
    const owner = async (relation: string) => (await lake.query(`SELECT owner FROM ${relation}`)).strings('owner');
    expect(await owner(lake.asStoredAt(crmAccounts, march(2)))).toEqual(['Ann']);
    expect(await owner(lake.latest(crmAccounts))).toEqual(['Ben']);
  });

  test('a commit may not be dated before the table', async () => {
    const late = lake.append(usageDaily, usageRows(['z', 1, 1, 2]), { committedAt: march(25) });
    await expect(late).rejects.toThrow('commit in the order of the clock');
  });
});

describe('one commit at a time', () => {
  test('of two writers who read the same version exactly one commits', async () => {
    const dir = temporaryDir();
    const [ours, theirs] = [await temporaryLake(dir), await temporaryLake(dir)];
    await ours.create(usageDaily, { committedAt: march(1) });
    const outcomes = await Promise.allSettled([
      ours.append(usageDaily, usageRows(['a', 1, 1, 2]), { committedAt: march(2) }),
      theirs.append(usageDaily, usageRows(['b', 1, 1, 2]), { committedAt: march(2) }),
    ]);
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map((outcome) => outcome.reason);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toBeInstanceOf(CommitConflict);
    expect(failures[0].message).toContain('version 1 already committed by another writer');
    expect(ours.snapshot('usage_daily')).toMatchObject({ version: 1, files: { length: 1 } });
    expect(readdirSync(join(dir, 'usage_daily')).filter((name) => name.endsWith('.parquet'))).toHaveLength(1);
  });

  test('a write repeated under its transaction id is skipped', async () => {
    const lake = await temporaryLake();
    await lake.create(usageDaily, { committedAt: march(1) });
    const write = (version: number, account: string) =>
      lake.append(usageDaily, usageRows([account, 1, 1, 2]), {
        committedAt: march(2),
        txn: { appId: 'score:churn', version },
      });
    expect(await write(7, 'a')).toEqual({ kind: 'committed', version: 1, rows: 1 });
    expect(await write(7, 'b')).toEqual({ kind: 'already-committed', version: 1, rows: 0 });
    expect(await write(8, 'c')).toEqual({ kind: 'committed', version: 2, rows: 1 });
    expect(lake.snapshot('usage_daily').txns).toEqual({ 'score:churn': 8 });
  });

  test('files a killed writer left behind are not rows', async () => {
    const lake = await temporaryLake();
    await lake.create(usageDaily, { committedAt: march(1) });
    await lake.append(usageDaily, usageRows(['a', 1, 1, 2]), { committedAt: march(2) });
    const dir = lake.tableDir('usage_daily');
    await lake.run(`COPY (SELECT 1 AS x) TO '${join(dir, 'part-orphan.parquet')}' (FORMAT parquet)`);
    writeFileSync(join(dir, '_delta_log', '.half-written.tmp'), '{"commitInfo":');
    expect(lake.snapshot('usage_daily')).toMatchObject({ version: 1, files: { length: 1 } });
    expect(await lake.append(usageDaily, usageRows(['b', 1, 1, 2]), { committedAt: march(2) })).toMatchObject({
      version: 2,
    });
  });
});

describe('creating a table', () => {
  test('that a killed process had begun goes on from there', async () => {
    const lake = await temporaryLake();
    mkdirSync(join(lake.tableDir(scores.name), '_delta_log'), { recursive: true });
    writeFileSync(join(lake.tableDir(scores.name), '_delta_log', '.killed.tmp'), '{"commitInfo"');
    await lake.create(scores, { committedAt: march(1) });
    expect(lake.snapshot(scores.name).version).toBe(0);
  });

  test('whose log was emptied is no creation: rows lie beside it', async () => {
    const lake = await temporaryLake();
    const dir = lake.tableDir(scores.name);
    mkdirSync(join(dir, '_delta_log'), { recursive: true });
    writeFileSync(join(dir, 'part-0.parquet'), 'PAR1');
    await expect(lake.create(scores, { committedAt: march(1) })).rejects.toThrow(/an empty _delta_log/);
  });

  test('in many processes at once makes one', async () => {
    const lakes = [await temporaryLake()];
    for (let nth = 0; nth < 3; nth++) lakes.push(await openLake(lakes[0].dir));
    await Promise.all(lakes.map((lake) => lake.create(scores, { committedAt: march(1) })));
    expect(lakes[0].versions(scores.name)).toHaveLength(1);
    for (const lake of lakes.slice(1)) lake.close();
  });
});

describe('replacing', () => {
  test('overwrite leaves the old rows to the old version', async () => {
    const lake = await temporaryLake();
    await lake.create(usageDaily, { committedAt: march(1) });
    await lake.append(usageDaily, usageRows(['a', 1, 1, 2]), { committedAt: march(2) });
    await lake.overwrite(usageDaily, usageRows(['a', 1, 5, 2]), { committedAt: march(3) });
    const dbu = async (version: number) =>
      (await lake.query(`SELECT dbu FROM ${lake.snapshot('usage_daily', version).relation}`)).numbers('dbu');
    expect([...(await dbu(1)), ...(await dbu(2))]).toEqual([1, 5]);
  });

  test('createOrReplace makes a table one of another schema, and leaves the old rows to the old version', async () => {
    const lake = await temporaryLake();
    const narrow = tableContract({
      name: usageDaily.name,
      grain: 'one row per region',
      columns: { region: z.enum(['us', 'eu']) },
      key: ['region'],
      history: 'static',
    });
    await lake.createOrReplace(usageDaily, { committedAt: march(1) });
    await lake.append(usageDaily, usageRows(['a', 1, 1, 2]), { committedAt: march(2) });
    await lake.createOrReplace(usageDaily, { committedAt: march(3) }); // the same schema: nothing to do
    await lake.createOrReplace(narrow, { committedAt: march(3) });
    await expect(lake.create(usageDaily, { committedAt: march(3) })).rejects.toThrow('use the contract');
    expect((await lake.query(`SELECT * FROM ${lake.latest(narrow)}`)).rowCount).toBe(0);
    await lake.append(narrow, { sql: "SELECT 'eu' AS region" }, { committedAt: march(4) });
    expect((await lake.query(`SELECT region FROM ${lake.latest(narrow)}`)).strings('region')).toEqual(['eu']);
    expect([
      ...(await lake.query(`SELECT dbu FROM ${lake.snapshot(usageDaily.name, 1).relation}`)).numbers('dbu'),
    ]).toEqual([1]);
    expect(lake.versions(usageDaily.name).map(({ operation }) => operation)).toEqual([
      ...['CREATE TABLE', 'WRITE', 'CREATE OR REPLACE TABLE', 'WRITE'],
    ]);
  });

  test('replaceWhere touches one partition, and refuses rows of another', async () => {
    const lake = await temporaryLake();
    await lake.create(scores, { committedAt: march(1) });
    const select = (...rows: string[]) => ({
      sql: `SELECT * FROM (VALUES ${rows.join(', ')}) AS t(account_id, score, grp)`,
    });
    await lake.append(scores, select("('a', 0.1, 'g 1')", "('b', 0.2, 'g 2')", "('c', 0.3, NULL)"), {
      committedAt: march(1),
    });
    await lake.replaceWhere(scores, { grp: 'g 1' }, select("('a', 0.9, 'g 1')"), { committedAt: march(2) });
    await lake.replaceWhere(scores, { grp: null }, select("('d', 0.4, NULL)"), { committedAt: march(2) });
    const rows = await lake.query(`SELECT account_id, score FROM ${lake.latest(scores)} ORDER BY account_id`);
    expect(rows.strings('account_id')).toEqual(['a', 'b', 'd']);
    expect([...rows.numbers('score')]).toEqual([0.9, 0.2, 0.4]);
    const stray = lake.replaceWhere(scores, { grp: 'g 1' }, select("('e', 0.9, 'g 2')"), { committedAt: march(3) });
    await expect(stray).rejects.toThrow('lies in the replaced partition');
    expect(() =>
      lake.replaceWhere(scores, { score: 1 }, select("('e', 0.9, 'g 2')"), { committedAt: march(3) }),
    ).toThrow('not partitioned by score');
  });
});

describe('where a table cannot be', () => {
  test('create leaves an equal table alone and refuses another schema', async () => {
    const lake = await temporaryLake();
    await lake.create(usageDaily, { committedAt: march(1) });
    await lake.create(usageDaily, { committedAt: march(2) });
    expect(lake.versions('usage_daily')).toHaveLength(1);
    const narrower = tableContract({
      name: 'usage_daily',
      grain: 'one row per account',
      columns: { id: z.string() },
      key: ['id'],
      history: 'static',
    });
    await expect(lake.create(narrower, { committedAt: march(2) })).rejects.toThrow(
      'use the contract the table was created with',
    );
  });

  test('writing before create says so', async () => {
    const lake = await temporaryLake();
    await expect(lake.append(usageDaily, usageRows(['a', 1, 1, 2]), { committedAt: march(1) })).rejects.toThrow(
      'create the table first',
    );
  });

  test('a file in the way of the directory is named', async () => {
    const file = join(temporaryDir(), 'taken');
    writeFileSync(file, '');
    await expect(openLake(file)).rejects.toThrow('choose another directory: a file is in the way');
    const lake = await temporaryLake();
    mkdirSync(lake.dir, { recursive: true });
    writeFileSync(lake.tableDir('usage_daily'), '');
    await expect(lake.create(usageDaily, { committedAt: march(1) })).rejects.toBeInstanceOf(LakeError);
  });
});

test('two lakes that spill at the same time do not read each other’s blocks', async () => {
  const lakes = await Promise.all([1, 2].map(() => openLake(temporaryDir(), { threads: 1, memoryLimit: '40MB' })));
  const fill = lakes.map((lake, index) =>
    lake.run(`CREATE TEMP TABLE spilt AS SELECT hash(i + ${index}) AS h FROM range(8_000_000) AS t(i)`),
  );
  await Promise.all(fill);
  const sums = lakes.map((lake) => lake.query('SELECT count(DISTINCT h % 100_000)::DOUBLE AS n FROM spilt'));
  for (const sum of await Promise.all(sums)) expect(sum.numbers('n')).toEqual(Float64Array.of(100_000));
  for (const lake of lakes) lake.close();
});
