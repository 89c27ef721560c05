import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lake, openLake } from '@applied-modeling/lakehouse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countOn, readSpans, type Span } from '../src/index.ts';

const EPOCH = Date.parse('2025-03-03T00:00:00Z');
const dir = mkdtempSync(join(tmpdir(), 'spans-'));
let lake: Lake;
beforeAll(async () => {
  lake = await openLake(dir, { threads: 1 });
});
afterAll(() => {
  lake.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A contract signed on the first day, and a notice on the fourth that it ends two days later. */
const CONTRACT = `(SELECT * FROM (VALUES
  ('c', 20, DATE '2025-03-04', NULL, TIMESTAMPTZ '2025-03-03 06:00:00+00'),
  ('c', 20, DATE '2025-03-04', DATE '2025-03-08', TIMESTAMPTZ '2025-03-06 12:00:00+00')
) AS t(id, nodes, starts_on, ends_on, available_at))`;
const query = { id: 'id', days: ['starts_on', 'ends_on'], columns: 'id, nodes' } as const;
const read = (relation?: string) => readSpans<Span & { readonly nodes: number }>(lake, relation, EPOCH, query);

test('a row counts from when it is known until a newer one about the same thing is', async () => {
  expect(await read(CONTRACT)).toEqual([
    {
      id: 'c',
      nodes: 20,
      startsAt: 24,
      endsAt: Number.POSITIVE_INFINITY,
      availableAt: 6,
      countsFrom: 6,
      countsUntil: 84,
    },
    {
      id: 'c',
      nodes: 20,
      startsAt: 24,
      endsAt: 120,
      availableAt: 84,
      countsFrom: 84,
      countsUntil: Number.POSITIVE_INFINITY,
    },
  ]);
});

test('a table that was not brought has none', async () => {
  expect(await read()).toEqual([]);
});

describe('hours that are counted on', () => {
  const nodesOf = async (knownAt: number) => {
    const hours = new Float64Array(168);
    const newest = countOn(await read(CONTRACT), { from: 0, hours: 168, knownAt }, ({ nodes }, first, end) =>
      hours.fill(nodes, first, end),
    );
    return [hours[23], hours[24], hours[119], hours[120], newest];
  };

  test('are those somebody knew of, and the newest clock is told', async () => {
    expect(await nodesOf(5)).toEqual([0, 0, 0, 0, Number.NEGATIVE_INFINITY]);
    expect(await nodesOf(83)).toEqual([0, 20, 20, 20, 6]);
    expect(await nodesOf(84)).toEqual([0, 20, 20, 0, 84]);
  });

  test('a row that touches none of them is no news', async () => {
    const newest = countOn(await read(CONTRACT), { from: 168, hours: 168, knownAt: 84 }, () => expect.unreachable());
    expect(newest).toBe(Number.NEGATIVE_INFINITY);
  });
});
