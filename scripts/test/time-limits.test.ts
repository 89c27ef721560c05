import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import config from '../../vitest.config.ts';
import { filesUnder } from '../files-under.ts';

/** One limit for all tests, in vitest.config.ts: a lower one of its own fails first when the machine is busy, and teaches nobody anything. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const THIS_FILE = 'scripts/test/time-limits.test.ts';
const { testTimeout = 0, hookTimeout = 0 } = config.test ?? {};

/** Milliseconds given as the last argument of a test or a hook, or as an option. */
function limitsIn(source: string): number[] {
  const limits = source.matchAll(/(?:^\s*\},\s*|\b(?:timeout|testTimeout|hookTimeout)\s*:\s*)([\d_]{3,})/gm);
  return Array.from(limits, ([, digits]) => Number(digits.replaceAll('_', '')));
}

describe('time limits', () => {
  it.each([
    ["it('trains', async () => {\n  await train();\n}, 60_000);", [60_000]],
    ['  beforeAll(async () => {\n  }, 5000);', [5000]],
    ["it('trains', { timeout: 1_000 }, train);", [1_000]],
    ["it('trains', async () => {\n  await train();\n});", []],
  ])('are seen in %j', (source, limits) => {
    expect(limitsIn(source)).toEqual(limits);
  });

  it('of a test are never below the one configured for all', () => {
    const all = ['packages', 'scripts'].flatMap((folder) => filesUnder(ROOT, folder));
    const files = all.filter((file) => /\/test\/.*\.ts$|vitest\.config\.ts$/.test(file) && file !== THIS_FILE);
    expect(files.length).toBeGreaterThan(100);
    const low = files.flatMap((file) =>
      limitsIn(readFileSync(`${ROOT}/${file}`, 'utf8'))
        .filter((limit) => limit < Math.min(testTimeout, hookTimeout))
        .map((limit) => `${file}: ${limit} ms`),
    );
    expect(low).toEqual([]);
  });
});
