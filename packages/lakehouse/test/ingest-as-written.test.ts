/** Every value as written, or the file refused: each row a file somebody had. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { date, decimal, double, ingestFiles, int, long, openLake, tableContract, timestamp } from '../src/index.ts';
import { march, temporaryDir, temporaryLake } from './fixture.ts';

const committedAt = march(31);
const lake = await temporaryLake();

/** One column `x` of the schema beside a key. */
const tableOf = (x: z.ZodType) =>
  tableContract({
    name: 't',
    grain: 'one row per id',
    columns: { id: z.string(), x: x.nullable(), y: z.string().nullable() },
    key: ['id'],
    history: 'static',
  });

/** The values of `x` as DuckDB prints them, or the first problem. */
async function ingestX(x: z.ZodType, dir: string): Promise<readonly (string | null)[] | string> {
  const contract = tableOf(x);
  const outcome = await ingestFiles(lake, dir, [{ contract, required: true }], { committedAt });
  if (outcome.kind === 'refused') return outcome.problems[0].problem.replace(dir, '');
  const stored = await lake.query(`SELECT x::VARCHAR AS x FROM ${lake.latest(contract)} ORDER BY id`);
  rmSync(lake.tableDir(contract.name), { recursive: true });
  return stored.nullableStrings('x');
}

function csv(text: string, dir = temporaryDir()): string {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 't.csv'), text);
  return dir;
}

const cells = (...values: readonly string[]) => csv(`id,x\n${values.map((value, i) => `${i},${value}\n`).join('')}`);

describe('in a CSV file', () => {
  test.each<[string, z.ZodType, readonly string[], readonly (string | null)[]]>([
    ['a # is a character', z.string(), ['C#', '#1', '"# note"'], ['C#', '#1', '# note']],
    ['spaces and words for nothing stay', z.string(), [' a ', 'NULL', 'NA', '', '""'], [' a ', 'NULL', 'NA', null, '']],
    ['a day is ISO', date(), ['2025-03-01', '0001-01-01'], ['2025-03-01', '0001-01-01']],
    [
      'an instant is a day by UTC',
      date(),
      ['2025-03-01T23:30-05:00', '2025-03-01 00:30:00+02', '2025-03-01 10:00'],
      ['2025-03-02', '2025-02-28', '2025-03-01'],
    ],
    [
      'an instant has an offset or is UTC',
      timestamp(),
      ['2025-03-01T23:30:00.5-05:00', '2025-03-01', '2025-03-01 06:00', '2025-03-01T06:00:00.1234560Z'],
      ['2025-03-02 04:30:00.5+00', '2025-03-01 00:00:00+00', '2025-03-01 06:00:00+00', '2025-03-01 06:00:00.123456+00'],
    ],
    [
      'a decimal has the digits of its type',
      decimal(18, 3),
      ['.5', '-12.3450', '+7.', '007'],
      ['0.500', '-12.345', '7.000', '7.000'],
    ],
    ['a whole number may end in .0', long(), ['2.0', '9007199254740993'], ['2', '9007199254740993']],
    ['a double may have an exponent', double(), ['1e3', '-.5E-2', '5.'], ['1000.0', '-0.005', '5.0']],
    ['a flag is a word or a bit', z.boolean(), ['true', 'F', '1', '0'], ['true', 'false', 'true', 'false']],
  ])('%s', async (_, x, values, expected) => {
    expect(await ingestX(x, cells(...values))).toEqual(expected);
  });

  const [DAY, INSTANT] = ['a day as 2025-03-01', 'an instant as 2025-03-01T06:00:00Z'];
  test.each<[string, z.ZodType, string]>([
    ...[
      '1/2/25',
      '25-03-01',
      '2025-3-1',
      '2025/03/01',
      '2025-03-01 garbage',
      'infinity',
      'epoch',
      '2025-02-30',
      '12025-03-01',
      '2025-03-01T24:00Z',
      '20250301',
      ' 2025-03-01',
    ].map((text): [string, z.ZodType, string] => [text, date(), DAY]),
    ...[
      'infinity',
      '2025-03-01T06:00:00+99:00',
      '2025-03-01T06:00:00 Europe/Berlin',
      '2025-03-01T06:00:00.1234567Z',
      '1740787200',
    ].map((text): [string, z.ZodType, string] => [text, timestamp(), INSTANT]),
    ['1.0005', decimal(18, 3), 'a number with at most 3 decimals (DECIMAL(18,3))'],
    ['1e3', decimal(18, 3), 'a number with at most 3 decimals'],
    ['.', decimal(18, 3), 'a number with at most 3 decimals'],
    ['1.5', int(), 'a whole number of 32 bits'],
    ['2147483648', int(), 'a whole number of 32 bits'],
    ['0x10', long(), 'a whole number of 64 bits'],
    ['1_000', double(), 'a number with a decimal point'],
    ['2', z.boolean(), 'true or false'],
  ])('%s is refused where it stands', async (text, x, form) => {
    const problem = await ingestX(x, csv(`id,y,x\n0,"two\nlines",\n\n1,,${text}\n2,,${text}\n`));
    expect(problem).toContain(`/t.csv line 5, x: found "${text}" (and 1 more like it); expected ${form}`);
  });

  test('0000-01-01, and a UTC day past 9999, break the contract by their line', async () => {
    expect(await ingestX(date(), cells('0000-01-01'))).toMatch(/breaks "x lies in the years 1 to 9999", e.g. line 2 /);
    expect(await ingestX(date(), cells('9999-12-31T23:30-05:00'))).toMatch(/"x lies in the years 1 to 9999"/);
  });

  test('a name in the header twice is refused', async () => {
    expect(await ingestX(z.string(), csv('id,x,X\n1,2,3\n'))).toContain('line 1: found the column X twice');
  });
});

describe('the path of a file', () => {
  test.each(['data[1]', 'g*', 'what?', "it's", 'x=7', '{a,b}'])('%s is a name and no pattern', async (name) => {
    const root = temporaryDir();
    for (const other of ['data1', 'gx', 'whats']) csv('id,x\n0,other\n', join(root, other));
    expect(await ingestX(z.string(), csv('id,x\n0,own\n', join(root, name)))).toEqual(['own']);
    const other = await openLake(join(root, name, 'lake'), { threads: 1 });
    const contract = tableOf(z.string());
    const dir = join(root, name, 'lake');
    await other.create(contract, { committedAt });
    await other.append(contract, { sql: "SELECT '0' AS id, 'stored' AS x" }, { committedAt });
    await other.run(`COPY (SELECT '0' AS id, 'parquet' AS x) TO '${join(root, name).replaceAll("'", "''")}/t.parquet'`);
    other.close();
    expect(await ingestX(z.string(), dir)).toEqual(['stored']);
    expect(await ingestX(z.string(), join(root, name))).toContain('both exist');
  });
});

describe('in a Parquet file', () => {
  const parquet = async (select: string) => {
    const dir = temporaryDir();
    await lake.run(
      `COPY (SELECT range::VARCHAR AS id, ${select} AS x FROM range(1)) TO '${dir}/t.parquet' (FORMAT parquet)`,
    );
    return dir;
  };
  test.each<[string, z.ZodType, readonly string[] | string]>([
    ['1', z.boolean(), ['true']],
    ['0.5', z.boolean(), 'found "0.5"; expected true or false (BOOLEAN)'],
    ['2', z.boolean(), 'row 1, x: found "2"; expected true or false (BOOLEAN)'],
    ['2.0::DOUBLE', int(), ['2']],
    ['1.5::DOUBLE', int(), 'found "1.5"; expected a whole number'],
    ['0.1::DOUBLE', decimal(18, 3), ['0.100']],
    ['0.0005::DECIMAL(38,18)', decimal(18, 3), 'expected a number with at most 3 decimals'],
    ['0.1::DECIMAL(38,18)', double(), ['0.1']],
    ["TIMESTAMPTZ '2025-03-01T23:30:00-05:00'", date(), ['2025-03-02']],
    ["'1/2/25'", date(), 'found "1/2/25"; expected a day'],
    ['20250301', date(), 'found "20250301"; expected a day'],
    ["DATE 'infinity'", date(), 'breaks "x lies in the years 1 to 9999", e.g. row 1 {'],
    ["TIMESTAMP_NS '2025-03-01 06:00:00.000000001'", timestamp(), 'expected an instant'],
    ["TIMESTAMP_NS '2025-03-01 06:00:00'", timestamp(), ['2025-03-01 06:00:00+00']],
    ["encode('Zürich')", z.string(), ['Zürich']],
  ])('%s', async (select, x, expected) => {
    const found = await ingestX(x, await parquet(select));
    if (typeof expected === 'string') expect(found).toContain(expected);
    else expect(found).toEqual(expected);
  });
});

test('a table written as CSV comes back as it was, whatever is in its texts', async () => {
  const alphabet = [
    'a',
    '7',
    ' ',
    ',',
    '"',
    '""',
    '\n',
    '\r\n',
    '#',
    "'",
    '\\',
    ';',
    '\t',
    'é',
    '🦆',
    '\u2028',
    'NULL',
    '\n\n',
    '1,2,3\n',
  ];
  let state = 7;
  const random = (n: number) => (state = (state * 48271) % 2147483647) % n;
  const text = () =>
    random(9) === 0 ? null : Array.from({ length: random(6) }, () => alphabet[random(alphabet.length)]).join('');
  for (let table = 0; table < 20; table++) {
    const rows = Array.from({ length: 1 + random(200) }, () => [text(), text()]);
    const field = (value: string | null) =>
      value === null
        ? ''
        : value === '' || /[",\r\n]/.test(value) || random(3) === 0
          ? `"${value.replaceAll('"', '""')}"`
          : value;
    const eol = ['\n', '\r\n'][table % 2];
    const lines = rows.map(([x, y], id) => `${id},${field(x)},${field(y)}${eol}`);
    const dir = csv(`id,x,y${eol}${lines.join(random(2) === 0 ? '' : eol)}`);
    const contract = tableOf(z.string());
    expect(await ingestFiles(lake, dir, [{ contract, required: true }], { committedAt })).toMatchObject({
      kind: 'accepted',
    });
    const back = await lake.query(`SELECT x, y FROM ${lake.latest(contract)} ORDER BY id::INTEGER`);
    const [xs, ys] = [back.nullableStrings('x'), back.nullableStrings('y')];
    expect(xs.map((x, row) => [x, ys[row]])).toEqual(rows);
    rmSync(lake.tableDir('t'), { recursive: true });
  }
});
