import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ContractViolated, double, int, tableContract, timestamp } from '../src/index.ts';
import { march, temporaryLake, type UsageRow, usageDaily, usageRows } from './fixture.ts';

const everyRule = tableContract({
  name: 'every_rule',
  grain: 'one row per id',
  columns: {
    id: z
      .string()
      .min(2)
      .max(4)
      .regex(/^[a-z]+$/),
    kind: z.enum(['x', 'y']),
    low: int().min(1).max(5),
    open: double().gt(0).lt(1),
    maybe: double().nullable(),
    happened_at: timestamp(),
    available_at: timestamp(),
  },
  key: ['id'],
  clocks: { eventTime: 'happened_at', availableAt: 'available_at' },
  history: 'bitemporal',
});

const goodRow = {
  id: "'abc'",
  kind: "'x'",
  low: '1',
  open: '0.5',
  maybe: 'NULL',
  happened_at: "TIMESTAMPTZ '2025-03-01 00:00:00+00'",
  available_at: "TIMESTAMPTZ '2025-03-01 00:00:00+00'",
};
const select = (change: Partial<typeof goodRow> = {}) =>
  `(SELECT ${Object.entries({ ...goodRow, ...change })
    .map(([name, value]) => `${value} AS ${name}`)
    .join(', ')})`;

describe('every rule is found broken by the row that breaks it, and only then', async () => {
  const lake = await temporaryLake();

  test('a good row breaks nothing', async () => {
    expect(await lake.check(everyRule, select())).toEqual([]);
  });

  test.each([
    [{ id: "'a'" }, 'id has length ≥ 2'],
    [{ id: "'abcde'" }, 'id has length ≤ 4'],
    [{ id: "'ABC'" }, 'id matches ^[a-z]+$'],
    [{ id: 'NULL::VARCHAR' }, 'id is never null'],
    [{ kind: "'z'" }, 'kind is one of x | y'],
    [{ low: '0' }, 'low ≥ 1'],
    [{ low: '6' }, 'low ≤ 5'],
    [{ open: '0.0' }, 'open > 0'],
    [{ open: '1.0' }, 'open < 1'],
    [{ maybe: "'nan'::DOUBLE" }, 'maybe is finite'],
    [{ maybe: "'-infinity'::DOUBLE" }, 'maybe is finite'],
    [{ available_at: "TIMESTAMPTZ '2025-02-28 23:59:59+00'" }, 'available_at is not before happened_at'],
  ])('%o breaks "%s"', async (change, check) => {
    const violations = await lake.check(everyRule, select(change));
    expect(violations.map((violation) => violation.check)).toEqual([check]);
    expect(violations[0]).toMatchObject({ table: 'every_rule', rows: 1 });
    expect(violations[0].examples).toHaveLength(1);
  });

  test('a repeated key counts every row that shares it and shows the key', async () => {
    const [violation] = await lake.check(everyRule, `(SELECT * FROM ${select()} UNION ALL SELECT * FROM ${select()})`);
    expect(violation).toMatchObject({ check: 'unique key (id)', rows: 2, examples: ['{"id":"abc","rows":2}'] });
  });

  test('at most three examples are shown of many rows', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => select({ id: `'${String.fromCharCode(97 + i)}aa'`, low: '9' }));
    const [violation] = await lake.check(everyRule, `(${rows.join(' UNION ALL ')})`);
    expect(violation).toMatchObject({ check: 'low ≤ 5', rows: 20 });
    expect(violation.examples).toHaveLength(3);
  });
});

describe('writes keep the contract', async () => {
  const lake = await temporaryLake();
  await lake.create(usageDaily, { committedAt: march(1) });
  const write = (...rows: UsageRow[]) => lake.append(usageDaily, usageRows(...rows), { committedAt: march(2) });

  test('a write that breaks it is refused with all its violations, and the table stays at its version', async () => {
    const refused = await write(['', 10, -1, 11], ['a', 10, 1, 9]).catch((failure) => failure);
    expect(refused).toBeInstanceOf(ContractViolated);
    expect(refused.violations.map((violation: { check: string }) => violation.check)).toEqual([
      'account_id has length ≥ 1',
      'dbu ≥ 0',
      'available_at is not before usage_date',
    ]);
    expect(refused.message).toContain('nothing was written');
    expect(lake.snapshot('usage_daily')).toMatchObject({ version: 0, files: [] });
  });

  test('a key the table already holds is refused', async () => {
    await write(['a', 10, 1, 11]);
    await expect(write(['a', 10, 2, 12])).rejects.toThrow('key (account_id, usage_date) not yet in the table');
    await expect(write(['a', 11, 2, 12])).resolves.toMatchObject({ kind: 'committed', version: 2 });
  });

  test('a source with missing or unknown columns is refused by name', async () => {
    const source = { sql: "SELECT 'a' AS account_id, 1 AS typo" };
    await expect(lake.append(usageDaily, source, { committedAt: march(3) })).rejects.toThrow(
      'add usage_date, dbu, available_at and leave out typo',
    );
  });
});
