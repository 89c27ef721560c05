import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lake, openLake } from '@applied-modeling/lakehouse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Audit, auditEvidence, buildTrainingSet, compileFeatures, type Door } from '../../src/index.ts';
import { everyWord } from '../orders-world.ts';
import { compileOptions, randomWorld } from '../random-world.ts';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake(mkdtempSync(join(tmpdir(), 'feature-store-')), { threads: 1 });
});
afterAll(() => lake.close());

async function auditOf(seed: number, door: Door): Promise<Audit> {
  const set = await buildTrainingSet(lake, compileFeatures(everyWord, { ...compileOptions(randomWorld(seed)), door }));
  const { maxAvailableAtBySource, maxEventTimeBySource } = set;
  return auditEvidence({ decidedAt: set.spine.decidedAt, maxAvailableAtBySource, maxEventTimeBySource });
}

test('what the as-of door reads passes by its clocks, and what the careless door reads is refused', async () => {
  let refused = 0;
  for (let seed = 1; seed <= 20; seed++) {
    expect((await auditOf(seed, 'as-of')).findings, `world ${seed}`).toEqual([]);
    const { findings } = await auditOf(seed, 'latest');
    if (findings.some(({ detector }) => detector === 'availability')) refused += 1;
  }
  expect(refused).toBeGreaterThan(15);
});
