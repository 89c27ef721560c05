import { expect, test } from 'vitest';
import { fingerprintRelation, openLake } from '../src/index.ts';
import { temporaryDir, temporaryLake } from './fixture.ts';

const rows = "(SELECT i AS id, i % 7 AS sku, (i / 3)::DOUBLE AS dbu, 'a' || i AS name FROM range(200000) AS t(i))";

test('the order of rows, the threads and the files do not matter', async () => {
  const [one, two] = [await temporaryLake(), await openLake(temporaryDir(), { threads: 2 })];
  const fingerprint = await fingerprintRelation(one, rows);
  expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
  expect(await fingerprintRelation(one, `(SELECT * FROM ${rows} ORDER BY hash(id))`)).toBe(fingerprint);
  await two.run(`CREATE TEMP TABLE stored AS SELECT * FROM ${rows}`);
  expect(await fingerprintRelation(two, 'stored')).toBe(fingerprint);
  two.close();
});

test('a value, a repeated row, a NULL, a name or a type does', async () => {
  const lake = await temporaryLake();
  const variants = [
    rows,
    `(SELECT * REPLACE (CASE WHEN id = 5 THEN 6 ELSE sku END AS sku) FROM ${rows})`,
    `(SELECT * FROM ${rows} UNION ALL SELECT * FROM ${rows} WHERE id < 2)`,
    `(SELECT * FROM ${rows} UNION ALL FROM ${rows} UNION ALL FROM ${rows})`,
    `(SELECT * REPLACE (CASE WHEN id = 5 THEN NULL ELSE name END AS name) FROM ${rows})`,
    `(SELECT * RENAME (name AS title) FROM ${rows})`,
    `(SELECT * REPLACE (sku::INTEGER AS sku) FROM ${rows})`,
  ];
  const fingerprints = await Promise.all(variants.map((relation) => fingerprintRelation(lake, relation)));
  expect(new Set(fingerprints).size).toBe(variants.length);
});

test('the last bits of a double and the sign of zero do not', async () => {
  const lake = await temporaryLake();
  const of = (value: string) => fingerprintRelation(lake, `(SELECT ${value}::DOUBLE AS x)`);
  expect(await of('0.30000000000000004')).toBe(await of('0.3'));
  expect(await of("'-0.0'")).toBe(await of('0.0'));
  expect(await of('0.3001')).not.toBe(await of('0.3'));
});
