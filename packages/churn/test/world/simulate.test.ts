import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { generatorHash, SIZES, simulate } from '../../src/world/simulate.ts';
import { scratch } from '../scratch.ts';

/** What is tested is the cache and not the world: 30 accounts under the name of the small size take a second. */
const ENTITIES = 30;
const small = SIZES.small;
Object.assign(SIZES, { small: ENTITIES });
afterAll(() => void Object.assign(SIZES, { small }));

const options = { seed: 3, size: 'small', threads: 1 } as const;
const unbuildable = { ...options, seed: -1 };
const worldName = `small-3-${generatorHash()}`;

describe('simulate', () => {
  const root = scratch('simulate');
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let cacheDir: string;
  beforeEach(() => {
    cacheDir = mkdtempSync(join(root, 'cache-'));
  });

  test('builds a world once and finds it again, telling the weeks as it goes', async () => {
    const weeks: number[] = [];
    const built = await simulate(cacheDir, { ...options, onProgress: (week) => weeks.push(week) });
    const found = await simulate(cacheDir, { ...options, onProgress: () => expect.unreachable() });
    expect(weeks).toEqual([13, 26, 39, 52, 65, 78, 91, 104, 117, 130, 143, 156]);
    expect([built.isFromCache, found.isFromCache]).toEqual([false, true]);
    expect(found.rows).toEqual(built.rows);
    expect(readdirSync(cacheDir)).toEqual([worldName]);
  });

  test('lets two processes build at once and end with one world', async () => {
    const outcomes = await Promise.all([buildElsewhere(cacheDir), buildElsewhere(cacheDir)]);
    expect(outcomes.map(({ accounts }) => accounts)).toEqual([ENTITIES, ENTITIES]);
    expect(readdirSync(cacheDir)).toEqual([worldName]);
    expect((await simulate(cacheDir, options)).isFromCache).toBe(true);
  });

  test('removes what a killed builder left behind, and leaves a living one alone', async () => {
    const dead = `.building-${spawnSync('true').pid}-${worldName}`;
    const alive = `.building-${process.ppid}-${worldName}`;
    for (const name of [dead, alive]) {
      mkdirSync(join(cacheDir, name));
      writeFileSync(join(cacheDir, name, 'half a table'), '');
    }
    await expect(simulate(cacheDir, unbuildable)).rejects.toThrow();
    expect(readdirSync(cacheDir)).toEqual([alive]);
  });

  test('builds anew what has no description that can be read', async () => {
    for (const damaged of ['{ half', undefined]) {
      const { lakeDir } = await simulate(cacheDir, options);
      const description = join(lakeDir, '..', 'world.json');
      if (damaged === undefined) rmSync(description);
      else writeFileSync(description, damaged);
      expect((await simulate(cacheDir, options)).isFromCache).toBe(false);
    }
    expect(readdirSync(cacheDir)).toEqual([worldName]);
  });

  test('leaves nothing behind when a build fails', async () => {
    await expect(simulate(cacheDir, unbuildable)).rejects.toThrow(RangeError);
    expect(readdirSync(cacheDir)).toEqual([]);
  });
});

async function buildElsewhere(cacheDir: string): Promise<{ accounts: number; isFromCache: boolean }> {
  const script = fileURLToPath(new URL('./build-tiny-world.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, cacheDir, `${ENTITIES}`]);
  return JSON.parse(stdout);
}
