import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { cachedWorld, hashSources, simulation, type WorldAsked, type WorldRecipe, weeklyClock } from '../src/index.ts';

const root = mkdtempSync(join(tmpdir(), 'synthetic-cache-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const clock = weeklyClock('2022-01-03');
const write = async (dir: string) => {
  mkdirSync(join(dir, 'lake'));
  writeFileSync(join(dir, 'lake', 'usage'), 'thirty rows');
  return { usage: 30 };
};
const recipe: WorldRecipe = { name: 'small-3', generator: 'ab12', clock, weeks: 2, write };
const unbuildable: WorldRecipe = {
  ...recipe,
  write: async (dir) => {
    writeFileSync(join(dir, 'half a table'), '');
    throw new RangeError('no such world');
  },
};

describe('a cached world', () => {
  let cacheDir: string;
  beforeEach(() => {
    cacheDir = mkdtempSync(join(root, 'cache-'));
  });

  test('is written once and found again, by its name', async () => {
    const built = await cachedWorld(cacheDir, recipe);
    const found = await cachedWorld(cacheDir, { ...recipe, write: () => expect.unreachable() });
    const dir = join(cacheDir, 'small-3-2w-ab12');
    expect(built).toEqual({
      lakeDir: join(dir, 'lake'),
      truthDir: null,
      clock,
      weeks: 2,
      rows: { usage: 30 },
      isFromCache: false,
      generator: 'ab12',
    });
    expect(found).toEqual({ ...built, isFromCache: true });
    expect((await cachedWorld(cacheDir, { ...recipe, name: 'small-4' })).isFromCache).toBe(false);
    expect(readdirSync(cacheDir)).toEqual(['small-3-2w-ab12', 'small-4-2w-ab12']);
  });

  test('has a truth where one was written', async () => {
    const withTruth = async (dir: string) => {
      mkdirSync(join(dir, 'truth'));
      return write(dir);
    };
    expect((await cachedWorld(cacheDir, { ...recipe, write: withTruth })).truthDir).toBe(
      join(cacheDir, 'small-3-2w-ab12', 'truth'),
    );
  });

  test('is one, though two processes build it at once', async () => {
    const outcomes = await Promise.all([buildElsewhere(cacheDir), buildElsewhere(cacheDir)]);
    expect(outcomes.map(({ rows }) => rows)).toEqual([{ usage: 30 }, { usage: 30 }]);
    expect(readdirSync(cacheDir)).toEqual(['small-3-2w-ab12']);
    expect((await cachedWorld(cacheDir, recipe)).isFromCache).toBe(true);
  });

  test('is built anew where its description is damaged', async () => {
    const described = (weeks: unknown, rows: unknown, files: unknown = { 'lake/usage': 11 }) =>
      JSON.stringify({ weeks, rows, files });
    const texts = [
      '{ half',
      '{}',
      described(2, { usage: null }),
      described(2, {}),
      described(1, { usage: 30 }),
      described(2, { usage: 30 }, {}),
    ];
    for (const damaged of [...texts, undefined]) {
      await cachedWorld(cacheDir, recipe);
      const description = join(cacheDir, 'small-3-2w-ab12', 'world.json');
      if (damaged === undefined) rmSync(description);
      else writeFileSync(description, damaged);
      expect((await cachedWorld(cacheDir, recipe)).isFromCache, damaged).toBe(false);
    }
    expect(readdirSync(cacheDir)).toEqual(['small-3-2w-ab12']);
  });

  test('is refused where it has other files than were written, and named with what to do', async () => {
    const world = await cachedWorld(cacheDir, recipe);
    const usage = join(world.lakeDir, 'usage');
    const remedy = `delete ${join(cacheDir, 'small-3-2w-ab12')}: the next run simulates it anew`;
    writeFileSync(join(world.lakeDir, '.DS_Store'), 'a desktop was here');
    expect((await cachedWorld(cacheDir, recipe)).isFromCache).toBe(true);
    writeFileSync(usage, 'thirty row');
    await expect(cachedWorld(cacheDir, recipe)).rejects.toThrow(
      `${usage}: found 10 bytes, expected 11 bytes, as the world was written; ${remedy}`,
    );
    rmSync(usage);
    await expect(cachedWorld(cacheDir, recipe)).rejects.toThrow(`${usage}: found no file, expected 11 bytes`);
    writeFileSync(usage, 'thirty rows');
    writeFileSync(`${usage}-2`, '');
    await expect(cachedWorld(cacheDir, recipe)).rejects.toMatchObject({ next: remedy });
  });

  test('leaves nothing behind when its build fails', async () => {
    await expect(cachedWorld(cacheDir, unbuildable)).rejects.toThrow('no such world');
    expect(readdirSync(cacheDir)).toEqual([]);
  });

  test('is freed after a day of what a killed builder left; who still builds is left alone', async () => {
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    const [dead, alive] = ['.building-small-3-dead', '.building-small-3-alive'];
    for (const [name, age] of [
      [dead, 25],
      [alive, 23],
    ] as const) {
      mkdirSync(join(cacheDir, name));
      writeFileSync(join(cacheDir, name, 'half a table'), '');
      utimesSync(join(cacheDir, name), hoursAgo(age), hoursAgo(age));
    }
    await expect(cachedWorld(cacheDir, unbuildable)).rejects.toThrow();
    expect(readdirSync(cacheDir)).toEqual([alive]);
  });
});

describe('the hash of a module', () => {
  const dir = mkdtempSync(join(root, 'sources-'));
  const sources = {
    'simulate.ts':
      "import { step } from './world/step.ts';\nimport type { Shape } from './shape.ts';\nexport const simulate = step;\n",
    'world/step.ts':
      "import {\n  label,\n} from '../label.ts';\nexport * from '../prices.ts';\nexport const step = label;\n",
    'label.ts': 'export const label = { leadDays: 60 };\n',
    'prices.ts': 'export const prices = 1;\n',
    'shape.ts': 'export type Shape = string;\n',
    'answer.ts': 'export const answer = 42;\n',
  };
  const hashWith = (changes: Record<string, string> = {}) => {
    mkdirSync(join(dir, 'world'), { recursive: true });
    for (const [name, text] of Object.entries({ ...sources, ...changes })) writeFileSync(join(dir, name), text);
    return hashSources(pathToFileURL(join(dir, 'simulate.ts')));
  };
  const hash = hashWith();

  test('is eight digits and repeats itself', () => {
    expect(hash).toMatch(/^[0-9a-f]{8}$/);
    expect(hashWith()).toBe(hash);
  });

  test.each(['simulate.ts', 'world/step.ts', 'label.ts', 'prices.ts'] as const)(
    'changes with %s, which it imports',
    (name) => {
      expect(hashWith({ [name]: `${sources[name]}// changed` })).not.toBe(hash);
    },
  );

  test.each(['shape.ts', 'answer.ts'] as const)('takes no notice of %s, a type or no import at all', (name) => {
    expect(hashWith({ [name]: `${sources[name]}// changed` })).toBe(hash);
  });
});

async function buildElsewhere(cacheDir: string): Promise<{ rows: Record<string, number>; isFromCache: boolean }> {
  const script = fileURLToPath(new URL('./build-world.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, cacheDir]);
  return JSON.parse(stdout);
}

describe('a simulation', () => {
  const asked: unknown[] = [];
  const { simulate, generatorHash } = simulation<WorldAsked<'small'>>({
    ...{ module: new URL(import.meta.url), weeks: 2, clock },
    write: async (dir, told) => {
      asked.push(told);
      return write(dir);
    },
    variant: ({ seed }) => (seed > 9 ? '-late' : ''),
  });

  test('is asked for by seed and size, and runs on for as many weeks as are wanted', async () => {
    const cacheDir = mkdtempSync(join(root, 'cache-'));
    const [plain, longer] = [{ seed: 3, size: 'small', threads: 1 } as const, { following: 5 }];
    expect(await simulate(cacheDir, plain)).toMatchObject({ weeks: 2, isFromCache: false });
    expect(await simulate(cacheDir, { ...plain, ...longer })).toMatchObject({ weeks: 7, isFromCache: false });
    expect(await simulate(cacheDir, plain)).toMatchObject({ weeks: 2, isFromCache: true });
    await simulate(cacheDir, { ...plain, seed: 10 });
    expect(asked.map((one) => (one as { readonly weeks: number }).weeks)).toEqual([2, 7, 2]);
    const names = ['small-10-late-2w', 'small-3-2w', 'small-3-7w'].map((name) => `${name}-${generatorHash()}`);
    expect(readdirSync(cacheDir).sort()).toEqual(names);
  });
});
