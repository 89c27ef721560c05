import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { generatorHash, HISTORY_WEEKS, SIZES, simulate } from '../../src/world/simulate.ts';
import { TINY_SIZE } from './tiny-worlds.ts';

/** Six series under the name of the small size take a second. */
const small = SIZES.small;
Object.assign(SIZES, { small: TINY_SIZE });

describe('simulate', () => {
  const cacheDir = mkdtempSync(join(tmpdir(), 'capacity-simulate-'));
  afterAll(() => {
    Object.assign(SIZES, { small });
    rmSync(cacheDir, { recursive: true, force: true });
  });
  const options = { seed: 3, size: 'small', threads: 1 } as const;
  const worldName = `small-3-${HISTORY_WEEKS}w-${generatorHash()}`;

  test('builds a world once and finds it again, telling the weeks as it goes', async () => {
    const weeks: number[] = [];
    const built = await simulate(cacheDir, { ...options, onProgress: (week) => weeks.push(week) });
    const found = await simulate(cacheDir, { ...options, onProgress: () => expect.unreachable() });
    expect(weeks).toEqual([13, 26, 39, 52, 65, 78, 91, 104, 117, 130, 143, 156]);
    expect([built.isFromCache, found.isFromCache]).toEqual([false, true]);
    expect(built.rows.series).toBe(6);
    expect(found).toEqual({ ...built, isFromCache: true });
    expect(readdirSync(cacheDir)).toEqual([worldName]);
  });

  test('keeps the misspecified variant apart', async () => {
    const heavy = await simulate(cacheDir, { ...options, noise: 'heavy' });
    expect(heavy.isFromCache).toBe(false);
    const names = [worldName, worldName.replace('small-3', 'small-3-heavy')];
    expect(readdirSync(cacheDir).toSorted()).toEqual(names.toSorted());
  });
});
