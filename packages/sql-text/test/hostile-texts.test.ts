import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openParser, type Parser } from '../src/parser.ts';
import { type SqlReader, sqlReader } from '../src/sql-reader.ts';

const dir = mkdtempSync(join(tmpdir(), 'hostile-sql-'));
const file = join(dir, 'written');
let parser: Parser;
let reader: SqlReader;
beforeAll(async () => {
  parser = await openParser();
  reader = sqlReader(parser);
});
afterAll(() => {
  reader.close();
  rmSync(dir, { recursive: true });
});

/** What DuckDB holds beside itself; and what it has written. */
async function traces(): Promise<unknown> {
  const rows = await parser.connection.runAndReadAll(`
    SELECT (SELECT count(*) FROM duckdb_tables() WHERE NOT internal), (SELECT count(*) FROM duckdb_databases() WHERE NOT internal),
      current_setting('threads'), current_setting('enable_external_access')`);
  return [...rows.getRows()[0], existsSync(file), readdirSync(dir).length].map(String);
}
/** Its one database is itself, in memory. */
const NONE = ['0', '1', '1', 'false', 'false', '0'];

const HOSTILE = [
  `COPY (SELECT 1) TO '${file}'`,
  `SELECT 1; COPY (SELECT 1) TO '${file}'`,
  `'); COPY (SELECT 1) TO '${file}'; --`,
  `$1::VARCHAR); ATTACH '${file}'; --`,
  `]); CREATE TABLE stolen AS SELECT 1; --`,
  `ATTACH '${file}' AS other`,
  'CREATE TABLE kept AS SELECT 1',
  'SET threads = 4',
  'PRAGMA threads = 4',
  'INSTALL httpfs; LOAD httpfs',
  "SELECT * FROM read_csv('/etc/passwd')",
  "SELECT * FROM '/etc/passwd'",
  "SELECT getenv('HOME'), nextval('x'), pg_sleep(100)",
  "CALL checkpoint(); EXPORT DATABASE '/tmp'",
  'select /* /* that never ends */',
  "select 'that never ends",
  'select "that never ends',
  'select `that never ends',
  'select $tag$ that never ends $gat$',
  'select \0 1',
  "select '\0'",
  'select \ud800, "\udfff" from t\ud800',
  'select \u202e\ufeff\u200b1',
  '',
  ';;;;',
  '\\',
  ...['__proto__', 'constructor'].map((name) => `select ${name} from ${name} where ${name} = date '2026-03-01'`),
];

it.each(HOSTILE)('never runs %j', async (text) => {
  const query = await reader.readOne(text, 0);
  expect(query.characters).toBe(text.length);
  expect(query.shape.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  expect(await traces()).toEqual(NONE);
});

/** n times a piece around or after another. */
const DEEP: Readonly<Record<string, (n: number) => string>> = {
  parentheses: (n) => `select ${'('.repeat(n)}1${')'.repeat(n)}`,
  not: (n) => `select ${'not '.repeat(n)}a`,
  minus: (n) => `select ${'- '.repeat(n)}a`,
  sum: (n) => `select a${' + a'.repeat(n)}`,
  and: (n) => `select 1 from t where a = 1${" and a > date '2026-03-01'".repeat(n)}`,
  union: (n) => `select 1${' union all select 1'.repeat(n)}`,
  subquery: (n) => `select * from ${'(select * from '.repeat(n)}t${')'.repeat(n)}`,
  scalar: (n) => `select ${'(select '.repeat(n)}1${')'.repeat(n)}`,
  cte: (n) => `${'with a as ('.repeat(n)}select 1${') select 1'.repeat(n)}`,
  doubling: (n) =>
    `with a0 as (select * from t)${Array.from({ length: n }, (_, k) => `, a${k + 1} as (select * from a${k}, a${k})`).join('')} select * from a${n} where x > '2026-03-01'`,
  join: (n) => `select 1 from t${' join t on a'.repeat(n)}`,
  call: (n) => `select ${'f('.repeat(n)}1${')'.repeat(n)}`,
  lists: (n) => `select 1 where ${'a in ('.repeat(n)}1${')'.repeat(n)}`,
  cast: (n) => `select 1 from t where a${'::date'.repeat(n)} > current_date`,
  semicolons: (n) => 'select 1;'.repeat(n),
  columns: (n) => `select a${Array.from({ length: n }, (_, k) => `, b${k}`).join('')} from t`,
  list: (n) => `select 1 from t where a in (1${Array.from({ length: n }, (_, k) => `, ${k}`).join('')})`,
  dates: (n) => `select 1 from t where a > '2026-03-01' - interval '${'1'.repeat(n)} days'`,
};

it.each(Object.keys(DEEP))('survives any depth of %s', async (name) => {
  for (const n of [100, 240, 260, 1000, 5000, 25_000]) {
    const started = performance.now();
    const { shape } = await reader.readOne(DEEP[name](n), 0);
    expect(['understood', 'not-a-select', 'syntax-error'], `${n}`).toContain(shape.kind);
    expect(performance.now() - started, `${n}`).toBeLessThan(3000);
  }
});

it('reads what is long and plain, and nothing beyond a million characters', async () => {
  const list = await reader.readOne(DEEP.list(30_000), 0);
  expect([list.shape.kind, list.inListItems, list.characters > 150_000]).toEqual(['understood', 30_001, true]);
  expect((await reader.readOne(`select '${'x'.repeat(200_000)}'`, 0)).shape.kind).toBe('understood');
  expect((await reader.readOne(`select '${'x'.repeat(1_000_000)}'`, 0)).shape.kind).toBe('syntax-error');
  expect((await reader.readOne(DEEP.columns(25_000), 0)).shape.kind).toBe('syntax-error');
});

// biome-ignore format: read as a paragraph
const PIECES = [
  'select', 'from', 'where', 'with', 'a', 'as', '(', ')', ',', ';', '.', '*', 'in', 'not', 'case', 'when', 'end', 'union', 'group by', 'order by',
  'over', 'interval', 'date', 'join', 'on', 'using', 'values', 'lateral', 'unnest', 'pivot', 'exists', 'between', 'and', 'or', '=', '<', '::', 'int',
  "'2026-03-01'", '1', '-', '[', ']', '{', '}', ':', '->', '$1', '?', '#1', "'", '"', '`', '/*', '*/', '--', '\n', '$$', '\0', 'é', '\ud800', ';',
  'current_date', 'limit', 'tablesample', 'qualify', 'struct', 'map', 'columns', 'exclude', 'distinct', 'filter', 'asof', 'semi', 'null', 'true',
];

it('never throws, whatever the pieces', async () => {
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(' '));
  const texts = fc.sample(text, { numRuns: 3000, seed: 7 });
  const queries = await reader.read(texts, new Float64Array(texts.length));
  expect(queries.every(({ shape }) => shape.fingerprint.length === 16)).toBe(true);
  expect(await traces()).toEqual(NONE);
});
