import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { rowChecks } from '../src/checks.ts';
import { double, int, monday, sqlText, tableContract, wholeHour } from '../src/index.ts';
import { temporaryLake } from './fixture.ts';
import { rowsThatFailToParse } from './reference/parse-rows.ts';

const ruled = tableContract({
  name: 'ruled',
  grain: 'one row per id',
  columns: {
    id: z
      .string()
      .min(2)
      .max(3)
      .regex(/^[ab]*$/),
    kind: z.enum(['x', "y's"]).nullable(),
    whole: int().min(-1).max(2),
    real: double().gt(0).lt(1).nullable(),
    week: monday().nullable(),
    hour: wholeHour(),
  },
  key: ['id'],
  history: 'static',
});

const row = fc.record({
  id: fc.option(fc.string({ unit: fc.constantFrom('a', 'b', 'C'), maxLength: 4 })),
  kind: fc.option(fc.constantFrom('x', "y's", 'z', '')),
  whole: fc.option(fc.integer({ min: -3, max: 4 })),
  real: fc.option(fc.constantFrom(-0.5, 0, 0.5, 1, Number.NaN, Number.POSITIVE_INFINITY)),
  week: fc.option(fc.constantFrom('2023-01-01', '2023-01-02', '1969-12-29', '1969-12-28', '2023-01-09')),
  hour: fc.constantFrom(
    '2023-01-01T00:30:00Z',
    '2023-01-01T05:00:00Z',
    '1969-12-31T23:00:00Z',
    '1969-12-31T22:59:59.5Z',
  ),
});

const TYPES = { id: 'VARCHAR', kind: 'VARCHAR', whole: 'INTEGER', real: 'DOUBLE', week: 'DATE', hour: 'TIMESTAMPTZ' };

function sqlRow(index: number, values: Record<keyof typeof TYPES, string | number | null>): string {
  const columns = Object.entries(TYPES).map(([name, type]) => {
    const value = values[name as keyof typeof TYPES];
    return `${value === null ? 'NULL' : sqlText(String(value))}::${type} AS ${name}`;
  });
  return `SELECT ${index} AS row_index, ${columns.join(', ')}`;
}

test('SQL finds broken exactly the rows that zod refuses to parse', async () => {
  const lake = await temporaryLake();
  const isBroken = rowChecks(ruled).map(({ brokenWhen }) => `coalesce(${brokenWhen}, false)`);
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      const relation = rows.map((values, index) => sqlRow(index, values)).join(' UNION ALL ');
      const broken = await lake.query(
        `SELECT row_index FROM (${relation}) WHERE ${isBroken.join(' OR ')} ORDER BY row_index`,
      );
      expect([...broken.integers('row_index')]).toEqual(rowsThatFailToParse(ruled, rows));
    }),
    { seed: 20250301, numRuns: 60 },
  );
});
