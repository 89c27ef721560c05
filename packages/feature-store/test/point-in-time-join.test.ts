import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lake, openLake } from '@applied-modeling/lakehouse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTrainingSet, compileFeatures, type Door, type TrainingSet } from '../src/index.ts';
import { everyWord } from './orders-world.ts';
import { compileOptions, randomWorld, type World } from './random-world.ts';
import { bruteForceJoin, type FeatureRow } from './reference/brute-force-join.ts';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake(mkdtempSync(join(tmpdir(), 'feature-store-')), { threads: 1 });
});
afterAll(() => lake.close());

const WORLDS = 60;

test(`the compiled join equals plain loops, row for row, in ${WORLDS} random worlds`, async () => {
  for (let seed = 1; seed <= WORLDS; seed++) {
    const world = randomWorld(seed);
    const door = seed % 4 === 0 ? 'latest' : 'as-of';
    expectSameRows(await read(world, door), bruteForceJoin(everyWord, world.spine, world.tables, door), seed);
  }
});

async function read(world: World, door: Door): Promise<TrainingSet> {
  return buildTrainingSet(lake, compileFeatures(everyWord, { ...compileOptions(world), door }));
}

/** Totals are whole numbers or thousandths and must agree once rounded to float32; quotients and logarithms nearly so. */
function expectSameRows(set: TrainingSet, expected: readonly FeatureRow[], seed: number): void {
  expect(set.rowCount, `rows of world ${seed}`).toBe(expected.length);
  for (const [row, features] of expected.entries()) {
    for (const [name, value] of Object.entries(features)) {
      const found = cell(set, name, row);
      const where = `world ${seed}, row ${row}, ${name}`;
      if (value === null) expect(found, where).toBeNaN();
      else if (name in everyWord.derived || name.startsWith('season'))
        expect(Math.abs(found - value), where).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(value)));
      else expect(found, where).toBe(name.includes('_max_') ? value : Math.fround(value));
    }
  }
}

function cell(set: TrainingSet, name: string, row: number): number {
  const index = set.names.indexOf(name);
  if (index !== -1) return set.columns[index][row];
  const [view, clock] = name.split('_max_');
  const clocks = clock === 'available_at' ? set.maxAvailableAtBySource : set.maxEventTimeBySource;
  return clocks[view] ? clocks[view][row] : Number.NaN;
}
