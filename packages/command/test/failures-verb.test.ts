import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { commandLine, createProgress, failuresVerb, inSmallWorld } from '../src/index.ts';
import { typeHere } from '../src/testing.ts';
import { scratch } from './scratch.ts';

/** Runs toy failures, which cost a third of their seed, and answers with the seeds that were saved, by file. */
async function fail(worlds: number, first: number) {
  const home = scratch('failures');
  const { run } = failuresVerb(async () => ({
    failures: async (seed: number) => ({ seed, usd: seed / 3 }),
    tellFailures: (all) => `${all.length} worlds`,
    FAILURES_FILE: pathToFileURL(join(home, 'failures.json')),
  }));
  const places = {
    worlds: join(home, 'worlds'),
    runs: join(home, 'runs'),
    mlruns: join(home, 'mlruns'),
    scores: join(home, 'scores'),
  };
  const told: string[] = [];
  const progress = createProgress({ write: () => true });
  await run({ worlds, first }, { places, progress, print: (text) => told.push(text), clock: () => 0 }, '');
  const read = (name: string) => JSON.parse(readFileSync(join(home, name), 'utf8'));
  const files = existsSync(home) ? readdirSync(home).filter((name) => name.endsWith('.json')) : [];
  return { told: told.join(''), saved: Object.fromEntries(files.map((name) => [name, read(name)])) };
}

it('saves twenty worlds, with six digits, and tells them', async () => {
  const { told, saved } = await fail(20, 1);
  expect(told).toMatch(/^20 worlds\nsaved in .*failures\.json\n$/);
  expect(saved['failures.json']).toHaveLength(20);
  expect(saved['failures.json'][0]).toEqual({ seed: 1, usd: 0.333333 });
});

it.each(['1', '21'])('refuses %s worlds before it runs any: no interval over them is known', async (worlds) => {
  const { main } = await commandLine(import.meta.url, {
    ...{ name: 'toy', folder: 'toy', question: 'What fails?' },
    verbs: { failures: failuresVerb(() => Promise.reject(new Error('nothing is loaded'))) },
  });
  const { code, stderr } = await typeHere(main, scratch('bounds'), ['failures', '--worlds', worlds]);
  expect(code).toBe(2);
  expect(stderr).toContain('expected a whole number from 2 to 20');
});

it('saves worlds of other seeds beside them, and keeps the twenty from being overwritten by fewer', async () => {
  const fresh = await fail(2, 201);
  expect(Object.keys(fresh.saved)).toEqual(['failures-from-201.json']);
  expect(fresh.saved['failures-from-201.json'].map(({ seed }: { seed: number }) => seed)).toEqual([201, 202]);
  expect(await fail(2, 1)).toEqual({ told: '2 worlds\n', saved: {} });
});

it('tries a failure on the tables of the small world of a seed, and closes them whatever comes of it', async () => {
  const closed: number[] = [];
  const toy = {
    simulate: async (dir: string, { seed, size }: { readonly seed: number; readonly size: string }) =>
      `${dir}/${size}-${seed}`,
    ingest: async ({ seed, world }: { readonly seed: number; readonly world: string }) => ({
      ...{ seed, world },
      lake: { close: () => closed.push(seed) },
    }),
  };
  const options = { cacheDir: 'worlds', threads: 1 };
  expect(await inSmallWorld(toy, { seed: 3, ...options }, async ({ world }) => world)).toBe('worlds/small-3');
  const broken = inSmallWorld(toy, { seed: 4, ...options }, async () => {
    throw new Error('it broke');
  });
  await expect(broken).rejects.toThrow('it broke');
  expect(closed).toEqual([3, 4]);
});
