import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lake, openLake } from '@applied-modeling/lakehouse';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTrainingSet, compileFeatures, type Door, type TrainingSet } from '../src/index.ts';
import { compileOptions, type EventWorld, eventWorlds, everyEventWord } from './event-world.ts';
import { bruteForceJoin } from './reference/brute-force-join.ts';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake(mkdtempSync(join(tmpdir(), 'feature-store-')), { threads: 1 });
});
afterAll(() => lake.close());

const WORLDS = 40;

test(`event views equal plain loops, bit for bit, in ${WORLDS} random worlds`, async () => {
  const doors = fc.constantFrom<Door>('as-of', 'as-of', 'latest');
  await fc.assert(fc.asyncProperty(eventWorlds, doors, expectSameRows), { numRuns: WORLDS, seed: 1 });
});

async function expectSameRows(world: EventWorld, door: Door): Promise<void> {
  const compiled = compileFeatures(everyEventWord, { ...compileOptions(world), door });
  const set = await buildTrainingSet(lake, compiled);
  const expected = bruteForceJoin(everyEventWord, world.spine, world.tables, door);
  expect(set.rowCount).toBe(expected.length);
  const numbers = set.carried.number as Float64Array;
  const differences = Array.from(numbers).flatMap((number, row) =>
    Object.entries(expected[number])
      .map(([name, value]) => ({ number, name, found: cell(set, name, row), value: stored(name, value) }))
      .filter(({ found, value }) => !Object.is(found, value)),
  );
  expect(differences).toEqual([]);
}

/** Features are float32, clocks float64; missing is NaN, and 0 has one sign. */
function stored(name: string, value: number | null): number {
  if (value === null) return Number.NaN;
  return (name.includes('_max_available') || name.includes('_max_event') ? value : Math.fround(value)) + 0;
}

function cell(set: TrainingSet, name: string, row: number): number {
  const [view, clock] = name.split('_max_');
  if (clock === 'available_at') return (set.maxAvailableAtBySource[view]?.[row] ?? Number.NaN) + 0;
  if (clock === 'event_time') return (set.maxEventTimeBySource[view]?.[row] ?? Number.NaN) + 0;
  return set.columns[set.names.indexOf(name)][row] + 0;
}
