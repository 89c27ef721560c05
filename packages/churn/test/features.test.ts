import { readFileSync, writeFileSync } from 'node:fs';
import { buildTrainingSet, compileFeatures, type Door, type TrainingSet } from '@applied-modeling/feature-store';
import { describe, expect, it, test } from 'vitest';
import { bruteForceJoin, type FeatureRow } from '../../feature-store/test/reference/brute-force-join.ts';
import { churnFeatures } from '../src/features.ts';
import { compileCandidates } from '../src/stages/2-features.ts';
import { emptyLake } from './reference/label-world.ts';
import { compileOptionsOf, type FeatureWorlds, randomFeatureWorlds } from './reference/random-feature-world.ts';

it('the committed features.sql is what features.ts compiles to (UPDATE=1 writes it)', () => {
  const { sql } = compileCandidates('candidates', ({ name }) => name);
  const file = new URL('../src/features.sql', import.meta.url);
  if (process.env.UPDATE === '1') writeFileSync(file, `${sql.trimEnd()}\n`);
  expect(readFileSync(file, 'utf8')).toBe(`${sql.trimEnd()}\n`);
});

const BATCHES = 12;
const WORLDS_PER_BATCH = 10;

describe('the compiled churn features', () => {
  test(`equal plain loops, row for row, in ${BATCHES * WORLDS_PER_BATCH} random worlds`, async () => {
    const { lake, close } = await emptyLake();
    const seen = { rows: 0, values: 0, missing: 0, absentViews: new Set<string>() };
    for (let seed = 1; seed <= BATCHES; seed++) {
      const worlds = randomFeatureWorlds(seed, WORLDS_PER_BATCH);
      const door: Door = seed % 6 === 0 ? 'latest' : 'as-of';
      const compiled = compileFeatures(churnFeatures, { ...compileOptionsOf(worlds), door });
      const set = await buildTrainingSet(lake, compiled);
      expectSameRows(set, worlds, door, seed);
      for (const view of compiled.absentViews) seen.absentViews.add(view);
      for (const column of set.columns) {
        seen.values += column.filter((value) => value !== 0 && !Number.isNaN(value)).length;
        seen.missing += column.filter(Number.isNaN).length;
      }
      seen.rows += set.rowCount;
    }
    close();
    expect(seen.rows).toBeGreaterThan(500);
    expect(Math.min(seen.values, seen.missing)).toBeGreaterThan(seen.rows * 4);
    expect(seen.absentViews.size).toBeGreaterThan(5);
  });
});

/** Values are stored as float32; totals must agree to it exactly, quotients and logarithms to a millionth. */
function expectSameRows(set: TrainingSet, { spine, tables }: FeatureWorlds, door: Door, seed: number): void {
  const expected = bruteForceJoin(churnFeatures, spine, tables, door);
  expect(set.rowCount, `rows of batch ${seed}`).toBe(expected.length);
  const differences = expected.flatMap((features, row) =>
    Object.entries(features)
      .filter(([name, value]) => !isSame(readValue(set, name, row), value, isExact(name)))
      .map(([name, value]) => ({ ...spine[row], name, value, found: readValue(set, name, row) })),
  );
  expect(differences, `batch ${seed}`).toEqual([]);
}

function readValue(set: TrainingSet, name: string, row: number): number {
  const index = set.names.indexOf(name);
  if (index !== -1) return set.columns[index][row];
  const [view, clock] = name.split('_max_');
  const clocks = clock === 'available_at' ? set.maxAvailableAtBySource : set.maxEventTimeBySource;
  return clocks[view]?.[row] ?? Number.NaN;
}

const isExact = (name: string) => !(name in churnFeatures.derived) && !name.startsWith('season');

function isSame(found: number, value: FeatureRow[string], isExactly: boolean): boolean {
  if (value === null) return Number.isNaN(found);
  if (isExactly) return found === value || found === Math.fround(value);
  return Math.abs(found - value) <= 1e-6 * Math.max(1, Math.abs(value));
}
