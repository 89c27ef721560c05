import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { generatorHash, HISTORY_WEEKS, SIZES, simulate } from '../../src/world/simulate.ts';
import { scratch } from '../scratch.ts';

/** 30 accounts under the name of the small size take a second. */
const ENTITIES = 30;
const small = SIZES.small;
Object.assign(SIZES, { small: ENTITIES });

describe('simulate', () => {
  const cacheDir = mkdtempSync(join(scratch('simulate'), 'cache-'));
  afterAll(() => {
    Object.assign(SIZES, { small });
    rmSync(cacheDir, { recursive: true, force: true });
  });

  test('builds a world once and finds it again, telling the weeks as it goes', async () => {
    const options = { seed: 3, size: 'small', threads: 1 } as const;
    const weeks: number[] = [];
    const built = await simulate(cacheDir, { ...options, onProgress: (week) => weeks.push(week) });
    const found = await simulate(cacheDir, { ...options, onProgress: () => expect.unreachable() });
    expect(weeks).toEqual([13, 26, 39, 52, 65, 78, 91, 104, 117, 130, 143, 156]);
    expect([built.isFromCache, found.isFromCache]).toEqual([false, true]);
    expect(built.rows.accounts).toBe(ENTITIES);
    expect(found).toEqual({ ...built, isFromCache: true });
    expect(readdirSync(cacheDir)).toEqual([`small-3-${HISTORY_WEEKS}w-${generatorHash()}`]);
  });
});
