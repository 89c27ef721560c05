import { describe, expect, test } from 'vitest';
import { temporaryLake } from './fixture.ts';

describe('query results', async () => {
  const lake = await temporaryLake();

  test('numbers of every width are JavaScript numbers', async () => {
    const rows = await lake.query(
      'SELECT 1::TINYINT AS a, 2::BIGINT AS b, sum(3::BIGINT) AS c, 4.25::DECIMAL(38,2) AS d, 5::UINTEGER AS e, 1.5::FLOAT AS f',
    );
    expect(rows.names.map((name) => rows.numbers(name)[0])).toEqual([1, 2, 3, 4.25, 5, 1.5]);
  });

  test('a whole number too big to be exact is refused, not rounded', async () => {
    await expect(lake.query('SELECT 9007199254740993 AS id')).rejects.toThrow(
      'query column id: found 9007199254740992 at row 0',
    );
  });

  test('an integer column with a NULL is readable as numbers only', async () => {
    const rows = await lake.query('SELECT * FROM (VALUES (1), (NULL), (3)) AS t(x)');
    expect(() => rows.integers('x')).toThrow('NULL at row 1');
    expect([...rows.numbers('x')]).toEqual([1, Number.NaN, 3]);
    expect([0, 1, 2].map((row) => rows.isNull('x', row))).toEqual([false, true, false]);
  });

  test('reading a column as what it is not says what it is', async () => {
    const rows = await lake.query("SELECT 'a' AS text, 1.5::DOUBLE AS number");
    expect(() => rows.numbers('text')).toThrow('found text; expected a numeric column');
    expect(() => rows.strings('number')).toThrow('expected a text column');
    expect(() => rows.integers('number')).toThrow('expected an integer column');
    expect(() => rows.floats('number')).toThrow('found number; expected a FLOAT column');
    expect(() => rows.strings('nope')).toThrow('found columns text, number; expected a column nope');
  });

  test('NULLs are found wherever they are in many vectors', async () => {
    const rows = await lake.query(
      'SELECT CASE WHEN i % 1000 = 7 THEN NULL ELSE i END AS x, i::VARCHAR AS s FROM range(100000) AS t(i)',
    );
    const wrong = rows.numbers('x').findIndex((x, row) => (row % 1000 === 7 ? !Number.isNaN(x) : x !== row));
    expect(wrong).toBe(-1);
    expect(rows.strings('s')[99_999]).toBe('99999');
  });

  test('runs of equal texts, short, long and NULL, come out as they went in', async () => {
    const texts = ['', 'twelve bytes', 'thirteen byte', 'a text too long to lie in its vector', null, 'é'];
    const list = texts.map((text) => (text === null ? 'NULL' : `'${text}'`)).join(', ');
    const rows = await lake.query(
      `SELECT [${list}][1 + (i * i // 3000) % ${texts.length}] AS s FROM range(20000) AS t(i) ORDER BY i`,
    );
    const expected = Array.from({ length: 20_000 }, (_, i) => texts[Math.floor((i * i) / 3000) % texts.length]);
    expect(rows.nullableStrings('s')).toEqual(expected);
  });

  test('an empty result has its columns', async () => {
    const rows = await lake.query("SELECT 1 AS a, 'x' AS b WHERE false;");
    expect(rows).toMatchObject({ rowCount: 0, names: ['a', 'b'] });
    expect(rows.integers('a')).toHaveLength(0);
  });

  test('two columns of one name are refused', async () => {
    await expect(lake.query('SELECT 1 AS a, 2 AS a')).rejects.toThrow('distinct names');
  });

  test('SQL that does not run fails as a query', async () => {
    await expect(lake.query('SELEC 1')).rejects.toThrow(/^query: found Parser Error/);
  });

  test('a feature matrix comes out as floats in the order asked for, NaN where NULL', async () => {
    const matrix = await lake.query(`
      SELECT i::FLOAT AS a, CASE WHEN i % 3 = 0 THEN NULL ELSE i / 4 END::FLOAT AS b, (i % 2 = 0)::FLOAT AS c
      FROM range(100000) AS t(i) ORDER BY i DESC`);
    expect(matrix.names).toEqual(['a', 'b', 'c']);
    expect(matrix.names.map((name) => [...matrix.floats(name).slice(0, 3)])).toEqual([
      [99_999, 99_998, 99_997],
      [Number.NaN, 24_999.5, 24_999.25],
      [0, 1, 0],
    ]);
  });
});
