import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { date, tableContract } from '../src/index.ts';
import { temporaryLake } from './fixture.ts';

const ROWS = 300_001; // more than one chunk's uses, and a last vector of one row

describe('staging typed arrays', async () => {
  const lake = await temporaryLake();

  test('each kind of array keeps its numbers, over many chunks', async () => {
    const of = <T>(build: { from(source: ArrayLike<T>): unknown }, value: (row: number) => T) =>
      build.from(Array.from({ length: ROWS }, (_, row) => value(row)));
    await lake.stage('numbers', {
      i8: of(Int8Array, (row) => (row % 256) - 128) as Int8Array,
      u8: of(Uint8Array, (row) => row % 256) as Uint8Array,
      i16: of(Int16Array, (row) => (row % 65536) - 32768) as Int16Array,
      u16: of(Uint16Array, (row) => row % 65536) as Uint16Array,
      i32: of(Int32Array, (row) => -row) as Int32Array,
      u32: of(Uint32Array, (row) => row + 4e9) as Uint32Array,
      i64: of(BigInt64Array, (row) => BigInt(-row) * 1_000_000_007n) as BigInt64Array,
      f32: of(Float32Array, (row) => row / 4) as Float32Array,
      f64: of(Float64Array, (row) => row / 10) as Float64Array,
    });
    const rows = await lake.query('SELECT * FROM numbers');
    const expected: Record<string, (row: number) => number> = {
      i8: (row) => (row % 256) - 128,
      u8: (row) => row % 256,
      i16: (row) => (row % 65536) - 32768,
      u16: (row) => row % 65536,
      i32: (row) => -row,
      u32: (row) => row + 4e9,
      i64: (row) => -row * 1_000_000_007,
      f32: (row) => row / 4,
      f64: (row) => row / 10,
    };
    expect(rows.rowCount).toBe(ROWS);
    for (const [name, value] of Object.entries(expected)) {
      const wrong = rows
        .numbers(name)
        .findIndex((number, row) => number !== value(row) && !(number === 0 && value(row) === 0));
      expect([name, wrong]).toEqual([name, -1]);
    }
    await lake.unstage('numbers');
  });

  test('a stage read between two batches has every row of both', async () => {
    await lake.stage('batches', { day: Int32Array.of(1, 2) });
    expect((await lake.query('SELECT day FROM batches')).numbers('day')).toEqual(Float64Array.of(1, 2));
    await lake.stage('batches', { day: Int32Array.of(3) });
    expect((await lake.query('SELECT day FROM batches')).numbers('day')).toEqual(Float64Array.of(1, 2, 3));
    await lake.unstage('batches');
  });

  test('dictionaries written from the stage itself are text in the file', async () => {
    const contract = tableContract({
      name: 'sku_days',
      grain: 'one row a SKU and day',
      columns: { sku: z.string(), day: date() },
      key: ['sku', 'day'],
      history: 'static',
    });
    const committedAt = new Date('2024-01-01T00:00:00Z');
    await lake.stage('sku_days', {
      sku: { codes: Uint8Array.of(1, 0, 1), dictionary: ['SQL', 'JOBS'] },
      day: Int32Array.of(7, 7, 8),
    });
    await lake.create(contract, { committedAt });
    await lake.append(contract, { sql: `SELECT * FROM ${lake.staged('sku_days')}` }, { committedAt });
    const read = await lake.query(`SELECT sku, typeof(sku) AS type FROM ${lake.latest(contract)} ORDER BY day, sku`);
    expect([read.strings('sku'), read.strings('type')[0]]).toEqual([['JOBS', 'SQL', 'JOBS'], 'VARCHAR']);
    const file = `${lake.tableDir('sku_days')}/*.parquet`;
    const schema = await lake.query(`SELECT converted_type AS type FROM parquet_schema('${file}') WHERE name = 'sku'`);
    expect(schema.strings('type')).toEqual(['UTF8']);
    await lake.unstage('sku_days');
  });

  test('a stage with a nullable column is written from its view, which knows the NULLs', async () => {
    await lake.stage('masked_skus', {
      sku: { values: { codes: Uint8Array.of(1, 0), dictionary: ['SQL', 'JOBS'] }, nulls: Uint8Array.of(0, 1) },
    });
    const rows = await lake.query(`SELECT sku FROM ${lake.staged('masked_skus')}`);
    expect(rows.nullableStrings('sku')).toEqual(['JOBS', null]);
    await lake.unstage('masked_skus');
  });

  test('dictionaries come back as text that sorts as text', async () => {
    await lake.stage('skus', { sku: { codes: Uint8Array.of(0, 1, 0), dictionary: ['z', "it's"] } });
    const rows = await lake.query('SELECT sku FROM skus ORDER BY sku');
    expect(rows.strings('sku')).toEqual(["it's", 'z', 'z']);
    expect((await lake.query('SELECT typeof(sku) AS type FROM skus')).strings('type')[0]).toBe('VARCHAR');
    await lake.unstage('skus');
  });

  test('a dictionary of more than 256 texts takes wider codes', async () => {
    const dictionary = Array.from({ length: 70_000 }, (_, i) => `account-${i}`);
    await lake.stage('wide', { id: { codes: Int32Array.of(0, 256, 65_536, 69_999), dictionary } });
    expect((await lake.query('SELECT id FROM wide')).strings('id')).toEqual([
      'account-0',
      'account-256',
      'account-65536',
      'account-69999',
    ]);
    await lake.unstage('wide');
  });

  test('masked rows are NULL, plain strings may hold null', async () => {
    await lake.stage('masked', {
      x: { values: Float64Array.of(1, 2, 3), nulls: Uint8Array.of(0, 1, 0) },
      s: ['a', null, ''],
    });
    const rows = await lake.query('SELECT * FROM masked');
    expect(rows.names).toEqual(['x', 's']);
    expect([...rows.numbers('x')]).toEqual([1, Number.NaN, 3]);
    expect(rows.nullableStrings('s')).toEqual(['a', null, '']);
    await lake.unstage('masked');
  });

  test('batches of every length keep their rows, whatever the batch before held', async () => {
    const dictionary = Array.from({ length: 300 }, (_, i) => `id ${i}`);
    const lengths = [3000, 1, 2048, 5000, 7];
    let first = 0;
    for (const length of lengths) {
      const rows = Array.from({ length }, (_, i) => first + i);
      const id = { codes: Int32Array.from(rows, (row) => row % 300), dictionary };
      await lake.stage('lengths', { row: Int32Array.from(rows), id, name: rows.map((row) => `row ${row}`) });
      first += length;
    }
    const found = await lake.query(
      "SELECT count(*) AS n, count(*) FILTER (id = 'id ' || (row % 300) AND name = 'row ' || row) AS right FROM lengths",
    );
    expect([found.numbers('n')[0], found.numbers('right')[0]]).toEqual([10_056, 10_056]);
    await lake.unstage('lengths');
  });

  test('batches add up in order, and a dropped stage starts anew', async () => {
    for (const week of [1, 2, 3]) await lake.stage('weeks', { week: Int32Array.of(week, week) });
    expect([...(await lake.query('SELECT week FROM weeks')).integers('week')]).toEqual([1, 1, 2, 2, 3, 3]);
    await lake.unstage('weeks');
    await lake.stage('weeks', { day: Float64Array.of(0.5) });
    expect((await lake.query('SELECT * FROM weeks')).names).toEqual(['day']);
    await lake.unstage('weeks');
  });

  test('of a buffer larger than its rows only the rows are taken', async () => {
    const sku = { codes: Uint8Array.of(0, 0, 9), dictionary: ['a'] };
    await lake.stage('buffer', { x: Int32Array.of(1, 2, 3, 4), sku }, 2);
    expect([...(await lake.query('SELECT x FROM buffer')).integers('x')]).toEqual([1, 2]);
    await expect(lake.stage('buffer', { x: Int32Array.of(1, 2, 3, 4), sku }, 4)).rejects.toThrow(
      'buffer.sku: found 3 values; expected 4 rows',
    );
  });

  test('what cannot be staged is refused before it is', async () => {
    const dictionary = ['a', 'b'];
    await lake.stage('first', { x: Int32Array.of(1), k: { codes: Uint8Array.of(0), dictionary } });
    const k = { codes: Uint8Array.of(0), dictionary };
    await expect(lake.stage('first', { x: Int32Array.of(1, 2), k })).rejects.toThrow(
      'first.k: found 1 values; expected 2 rows',
    );
    await expect(lake.stage('first', { x: Float64Array.of(1), k })).rejects.toThrow('x DOUBLE');
    await expect(lake.stage('first', { x: Int32Array.of(1) })).rejects.toThrow('the same columns');
    await expect(lake.stage('first', { x: Int32Array.of(1), k: { ...k, dictionary: ['a', 'c'] } })).rejects.toThrow(
      'another dictionary',
    );
    await expect(lake.stage('first', { x: Int32Array.of(1), k: { ...k, codes: Uint8Array.of(2) } })).rejects.toThrow(
      'code 2 at row 0',
    );
    expect((await lake.query('SELECT count(*) AS n FROM first')).numbers('n')[0]).toBe(1);
  });
});
