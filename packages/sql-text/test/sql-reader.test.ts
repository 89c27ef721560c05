import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Query } from '../src/query.ts';
import { openSqlReader, type SqlReader } from '../src/sql-reader.ts';

let reader: SqlReader;
beforeAll(async () => {
  reader = await openSqlReader();
});
afterAll(() => reader.close());

/** Noon of a Tuesday. */
const submittedMs = Date.UTC(2026, 2, 10, 12);
const read = (text: string) => reader.readOne(text, submittedMs);
const fingerprint = async (text: string) => (await read(text)).shape.fingerprint;

/** Ranges as `2026-03-01 … 2026-03-09`, by table and column. */
async function ranges(text: string): Promise<Record<string, Record<string, string>>> {
  const dayOf = (day: number) => (Number.isFinite(day) ? new Date(day * 86_400_000).toISOString().slice(0, 10) : '');
  const { tables } = await read(text);
  return Object.fromEntries(
    tables.map(({ name, ranges: byColumn }) => {
      const told = Object.entries(byColumn).map(([column, { from, to }]) => [
        column,
        `${dayOf(from)} … ${dayOf(to)}`.trim(),
      ]);
      return [name, Object.fromEntries(told)];
    }),
  );
}

describe('a query', () => {
  it('is told by its tables, counts, lists and limit', async () => {
    const text = `
      WITH shipped AS (SELECT * FROM sales.orders WHERE status IN ('sent', 'paid', 'done'))
      SELECT c.segment, count(DISTINCT o.id) AS orders, sum(o.usd) OVER (PARTITION BY c.segment)
      FROM shipped o JOIN sales.customers c ON c.id = o.customer_id LEFT JOIN notes n USING (id)
      WHERE c.name LIKE 'A%' AND o.usd > (SELECT avg(usd) FROM budget) AND margin(o.usd) > 3
      GROUP BY 1, c.segment ORDER BY orders DESC LIMIT 50`;
    const query = await read(text);
    expect(query).toMatchObject({ inListItems: 3, limit: 50, characters: text.length });
    expect(query.shape.kind).toBe('understood');
    expect(query.shape.counts).toEqual({
      ...{ tables: 4, joins: 2, cross_joins: 0, outer_joins: 1, columns: 13, stars: 1, conditions: 5, equalities: 1 },
      ...{ likes: 1, functions: 1, unknown_functions: 1, aggregates: 2, windows: 1, groups: 2, sorts: 1, limits: 1 },
      ...{ distincts: 1, set_operations: 0, subqueries: 1, ctes: 1 },
    });
    expect(query.tables.map(({ name, columnsRead }) => [name, columnsRead])).toEqual([
      ['sales.orders', null],
      ['sales.customers', 3],
      ['notes', 1],
      ['budget', 1],
    ]);
  });

  it.each([
    ['INSERT INTO t VALUES (1)', 'not-a-select'],
    ['CREATE TABLE t AS SELECT 1', 'not-a-select'],
    ['EXPLAIN SELECT 1', 'not-a-select'],
    ['SHOW TABLES', 'not-a-select'],
    ['DESCRIBE t', 'not-a-select'],
    ['SELECT 1; SELECT 2', 'not-a-select'],
    ['-- nothing', 'not-a-select'],
    ['SELEC 1', 'syntax-error'],
    ["SELECT 'a", 'syntax-error'],
    ['SELECT 1;', 'understood'],
    ['VALUES (1, 2)', 'understood'],
    ['FROM t', 'understood'],
    ['SELECT `a` FROM `b`.`c`', 'understood'],
  ])('%s is of the kind %s', async (text, kind) => {
    expect((await read(text)).shape.kind).toBe(kind);
  });

  it('joins by a comma and an equality, or crosses', async () => {
    const crossJoins = async (text: string) => (await read(text)).shape.counts.cross_joins;
    expect(await crossJoins('SELECT 1 FROM a, b WHERE a.x = b.x')).toBe(0);
    expect(await crossJoins('SELECT 1 FROM a, b, c WHERE a.x = b.x AND c.x = 3')).toBe(1);
    expect(await crossJoins('SELECT 1 FROM a CROSS JOIN b')).toBe(1);
    expect(await crossJoins('SELECT 1 FROM a, unnest(a.list)')).toBe(0);
  });
});

describe('the days of a column', () => {
  it.each([
    ["dt >= DATE '2026-03-01' AND dt < '2026-03-10'", '2026-03-01 … 2026-03-09'],
    ["dt > '2026-03-01' AND dt <= '20260309'", '2026-03-02 … 2026-03-09'],
    ['dt = 20260301', '2026-03-01 … 2026-03-01'],
    ["dt BETWEEN '2026-03-01' AND CAST('2026-03-09' AS DATE)", '2026-03-01 … 2026-03-09'],
    ["dt IN ('2026-03-05', '2026-03-01', '2026-03-03')", '2026-03-01 … 2026-03-05'],
    ["dt IN (DATE '2026-03-05', DATE '2026-03-01')", '2026-03-01 … 2026-03-05'],
    ["'2026-03-01' <= dt AND dt::date <= '2026-03-09'", '2026-03-01 … 2026-03-09'],
    ["dt >= TIMESTAMP '2026-03-01 10:00:00' AND dt < '2026-03-09 10:00:00'", '2026-03-01 … 2026-03-09'],
    ['dt >= current_date - INTERVAL 7 DAY', '2026-03-03 …'],
    ["dt >= current_date() - INTERVAL '2 weeks' AND dt < today()", '2026-02-24 … 2026-03-09'],
    ['dt > now() - INTERVAL 40 HOUR', '2026-03-08 …'],
    ['dt >= current_date - 7', '2026-03-03 …'],
    ['dt >= date_sub(current_date(), 30) AND dt <= date_add(current_date(), -1)', '2026-02-08 … 2026-03-09'],
    ['dt >= add_months(current_date, -1)', '2026-02-10 …'],
    ["dt >= DATE '2026-03-31' - INTERVAL 1 MONTH", '2026-02-28 …'],
    ["dt >= dateadd(day, -3, '2026-03-04')", '2026-03-01 …'],
    ["dt >= date_trunc('month', current_timestamp)", '2026-03-01 …'],
    ["dt >= date_trunc('week', current_date) - INTERVAL 1 YEAR", '2025-03-09 …'],
    ["dt >= '2026-03-01' AND (dt < '2026-03-03' OR x = 1)", '2026-03-01 …'],
    ["dt >= '2026-03-01' AND NOT (dt BETWEEN '2026-03-02' AND '2026-03-03')", '2026-03-01 …'],
    ["dt >= '2026-03-01' AND dt <> '2026-03-03' AND dt < x AND dt > 'yesterday'", '2026-03-01 …'],
  ])('%s: %s', async (condition, days) => {
    expect(await ranges(`SELECT count(*) FROM t WHERE ${condition}`)).toEqual({ t: { dt: days } });
  });

  it('come from literals that a template fills in without a parse', async () => {
    const text = (day: string) => `SELECT count(*) FROM t WHERE dt = '${day}'`;
    expect(await ranges(text('2026-03-01'))).toEqual({ t: { dt: '2026-03-01 … 2026-03-01' } });
    expect(await ranges(text('2026-03-02'))).toEqual({ t: { dt: '2026-03-02 … 2026-03-02' } });
    expect(await ranges(text('soon'))).toEqual({ t: {} });
  });

  it.each([
    ['an alias', "SELECT 1 FROM t AS x, s WHERE x.dt = '2026-03-01'", { t: 1, s: 0 }],
    ['a name that any table may have', "SELECT 1 FROM t, s WHERE dt = '2026-03-01'", { t: 1, s: 1 }],
    ['a subquery', "SELECT 1 FROM (SELECT dt AS day FROM t) x WHERE day = '2026-03-01'", { t: 1 }],
    ['a star', "SELECT 1 FROM (SELECT * FROM t) x WHERE x.dt = '2026-03-01'", { t: 1 }],
    ['a CTE', "WITH x AS (SELECT * FROM t) SELECT 1 FROM x WHERE dt = '2026-03-01'", { t: 1 }],
    ['a CTE named like its table', "WITH t AS (SELECT * FROM t) SELECT 1 FROM t WHERE dt = '2026-03-01'", { t: 1 }],
    ['a CTE used twice', "WITH x AS (SELECT * FROM t) SELECT 1 FROM x, x y WHERE x.dt = '2026-03-01'", { t: 0 }],
    ['a limit', "SELECT 1 FROM (SELECT * FROM t LIMIT 5) x WHERE dt = '2026-03-01'", { t: 0 }],
    ['a union', "SELECT 1 FROM (SELECT dt FROM t UNION ALL SELECT dt FROM s) WHERE dt = '2026-03-01'", { t: 1, s: 1 }],
    ['a join', "SELECT 1 FROM t JOIN s ON t.id = s.id AND s.dt = '2026-03-01'", { t: 0, s: 1 }],
    ['a left join', "SELECT 1 FROM t LEFT JOIN s ON t.dt = '2026-03-01' AND s.dt = '2026-03-01'", { t: 0, s: 1 }],
    [
      'a subquery about its own table',
      "SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM s WHERE dt = '2026-03-01')",
      { t: 0, s: 1 },
    ],
    [
      'a subquery about the table around it',
      "SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM s WHERE t.dt = '2026-03-01')",
      { t: 0, s: 0 },
    ],
  ])('are found through %s', async (_, text, expected) => {
    const found = await ranges(text);
    expect(
      Object.fromEntries(Object.entries(found).map(([table, columns]) => [table, Object.keys(columns).length])),
    ).toEqual(expected);
  });
});

describe('a fingerprint', () => {
  it.each([
    ['literals', "SELECT a FROM t WHERE b = 1 AND c = 'x'", "SELECT a FROM t WHERE b = -2.5 AND c = 'y'"],
    ['TRUE and FALSE', 'SELECT a FROM t WHERE b = TRUE', 'SELECT a FROM t WHERE b = false'],
    ['the length of a list', 'SELECT a FROM t WHERE b IN (1)', 'SELECT a FROM t WHERE b IN (1, 2, 3)'],
    ['a list of several kinds', "SELECT a FROM t WHERE b IN (1, 'x')", "SELECT a FROM t WHERE b IN (1, 'x', 2)"],
    ['case, space and comments', 'SELECT a FROM t', 'select/* x */A\n  from -- y\n "T"'],
    ['parentheses', 'SELECT a + 1 FROM t', 'SELECT (a + (1)) FROM t'],
    ['the alias of a table', 'SELECT x.a FROM t x', 'SELECT t.a FROM t'],
    ['the alias of a column', 'SELECT a AS x FROM t ORDER BY x', 'SELECT a AS y FROM t ORDER BY y'],
    [
      'a column of a subquery',
      'SELECT x FROM (SELECT sum(a) x FROM t) s',
      'SELECT s.y FROM (SELECT sum(a) y FROM t) s',
    ],
    [
      'the name of a CTE',
      'WITH x AS (SELECT a FROM t) SELECT a FROM x',
      'WITH y(b) AS (SELECT a FROM t) SELECT z.b FROM y z',
    ],
    [
      'a recursive CTE',
      'WITH RECURSIVE x AS (SELECT 1 n UNION ALL SELECT n + 1 FROM x) SELECT n FROM x',
      'WITH RECURSIVE y(m) AS (SELECT 2 UNION ALL SELECT m + 3 FROM y) SELECT m FROM y',
    ],
    [
      'an alias that USING names',
      'SELECT 1 FROM (SELECT a x FROM t) p JOIN (SELECT b x FROM s) q USING (x)',
      'SELECT 1 FROM (SELECT a y FROM t) p JOIN (SELECT b y FROM s) q USING (y)',
    ],
  ])('does not see %s', async (_, left, right) => {
    expect((await read(left)).shape.kind).toBe('understood');
    expect(await fingerprint(right)).toBe(await fingerprint(left));
  });

  it.each([
    ['another column', 'SELECT a FROM t', 'SELECT b FROM t'],
    ['another table', 'SELECT a FROM t', 'SELECT a FROM s'],
    ['another schema', 'SELECT a FROM x.t', 'SELECT a FROM y.t'],
    [
      'another side of a join',
      'SELECT x.a FROM t x JOIN t y ON x.i = y.i',
      'SELECT y.a FROM t x JOIN t y ON x.i = y.i',
    ],
    [
      'another CTE',
      'WITH x AS (SELECT a FROM t), y AS (SELECT a FROM s) SELECT a FROM x',
      'WITH x AS (SELECT a FROM t), y AS (SELECT a FROM s) SELECT a FROM y',
    ],
    [
      'another column of a subquery',
      'SELECT x FROM (SELECT sum(a) x, sum(b) y FROM t)',
      'SELECT y FROM (SELECT sum(a) x, sum(b) y FROM t)',
    ],
    ['another operator', 'SELECT a FROM t WHERE a > 1', 'SELECT a FROM t WHERE a >= 1'],
    ['another kind of join', 'SELECT 1 FROM t JOIN s USING (a)', 'SELECT 1 FROM t LEFT JOIN s USING (a)'],
    ['DISTINCT', 'SELECT a FROM t', 'SELECT DISTINCT a FROM t'],
    ['ALL', 'SELECT a FROM t UNION SELECT a FROM s', 'SELECT a FROM t UNION ALL SELECT a FROM s'],
    ['the number of a column', 'SELECT a, b FROM t ORDER BY 1', 'SELECT a, b FROM t ORDER BY 2'],
    ['NOT', 'SELECT a FROM t WHERE b IN (1)', 'SELECT a FROM t WHERE b NOT IN (1)'],
  ])('sees %s', async (_, left, right) => {
    expect(await fingerprint(right)).not.toBe(await fingerprint(left));
  });

  it('is of the tokens where nothing is understood', async () => {
    expect(await fingerprint('SELEC  a /* x */ FROM t WHERE b = 1')).toBe(
      await fingerprint('selec a from T where b = 2'),
    );
    expect(await fingerprint('SELEC a')).not.toBe(await fingerprint('SELEC b'));
  });
});

it('reads many as it reads one, whatever the order', async () => {
  const texts = Array.from({ length: 3000 }, (_, k) =>
    k % 7 === 0 ? 'DROP TABLE t' : `SELECT a${k % 900} FROM t WHERE dt = '2026-03-0${1 + (k % 9)}' LIMIT ${k}`,
  );
  const instants = texts.map((_, k) => submittedMs + k);
  const fresh = await openSqlReader();
  const all: readonly Query[] = await fresh.read(texts, instants);
  fresh.close();
  for (const k of [0, 1, 499, 500, 501, 2999]) expect(all[k]).toEqual(await reader.readOne(texts[k], instants[k]));
  expect(all.map(({ limit }) => limit).filter(Number.isFinite)).toEqual(
    instants.flatMap((_, k) => (k % 7 === 0 ? [] : [k])),
  );
});
