import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLake } from '@applied-modeling/lakehouse';
import { expect, test } from 'vitest';
import { fillGrid, newestKnown } from '../src/index.ts';

const NONE = Number.POSITIVE_INFINITY;

test('rows are laid out entity by entity with the moment they were known, rounded up; those outside are left out', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'grid-'));
  const lake = await openLake(dir, { threads: 1 });
  await lake.stage('places', { id: ['a', 'b'], place: Int32Array.of(0, 1) });
  const grid = { places: 'places', key: 'id', epoch: Date.parse('2025-03-03T00:00:00Z'), stepMs: 3_600_000, steps: 3 };
  const relation = `(SELECT * FROM (VALUES
    ('a', 5, TIMESTAMPTZ '2025-03-03 01:00:00+00', TIMESTAMPTZ '2025-03-03 02:30:00+00'),
    ('b', 7, TIMESTAMPTZ '2025-03-03 02:00:00+00', TIMESTAMPTZ '2025-03-03 04:00:01+00'),
    ('b', 8, TIMESTAMPTZ '2025-03-03 03:00:00+00', TIMESTAMPTZ '2025-03-03 04:00:00+00'),
    ('b', 9, TIMESTAMPTZ '2025-03-02 23:00:00+00', TIMESTAMPTZ '2025-03-03 04:00:00+00'),
    ('c', 9, TIMESTAMPTZ '2025-03-03 01:00:00+00', TIMESTAMPTZ '2025-03-03 02:00:00+00')
  ) AS t(id, nodes, hour, available_at))`;
  const [values, knownAt] = [new Float32Array(6), new Float32Array(6).fill(NONE)];
  await fillGrid(lake, grid, { relation, time: 'hour', column: 'nodes', values, knownAt });
  await fillGrid(lake, grid, { relation: undefined, time: 'hour', column: 'nodes', values, knownAt });
  lake.close();
  rmSync(dir, { recursive: true, force: true });
  expect(Array.from(values)).toEqual([0, 5, 0, 0, 0, 7]);
  expect(Array.from(knownAt)).toEqual([NONE, 2.5, NONE, NONE, NONE, 4 + 1 / 256]);
});

test('the newest clock is that of the cells asked for, as far as it was known by then', () => {
  const knownAt = Float32Array.of(9, 3, 5, 8, NONE, 1);
  expect([newestKnown(knownAt, 1, 5, 7), newestKnown(knownAt, 1, 5, 8), newestKnown(knownAt, 1, 5, 2)]).toEqual([
    5,
    8,
    Number.NEGATIVE_INFINITY,
  ]);
});
