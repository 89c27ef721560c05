import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '@applied-modeling/command';
import { typeHere } from '@applied-modeling/command/testing';
import { expect, it } from 'vitest';
import { governVerbs } from '../../src/index.ts';
import { runIdOf, trained } from '../trained.ts';

const { main } = await commandLine(import.meta.url, {
  name: 'ranking',
  question: 'What comes first?',
  verbs: governVerbs({ model: 'ranker', command: 'ranking', load: async () => ({ figure: 'ap' }) }),
});
const ranking = (home: string, ...argv: string[]) => typeHere(main, home, argv);

it('promotes, rolls back and tells of both', async () => {
  const { home } = await trained([1]);
  const promoted = await ranking(home, 'promote', '--because', 'first model', '--by', 'ann');
  expect(promoted).toMatchObject({ code: 0, stdout: expect.stringContaining('version 2 of ranker is champion now') });
  const back = await ranking(home, 'rollback', '--because', 'complaints', '--by', 'bob');
  expect(back.stdout).toBe(
    'version 1, the rule, of ranker is champion again, version 2 was; the next scoring uses it\n',
  );
  const { stdout } = await ranking(home, 'history');
  for (const words of ['4 moves of an alias', 'first model', 'champion, back', 'complaints', 'bob', 'the rule'])
    expect(stdout.replace(/\s+/g, ' ')).toContain(words);
  const told = JSON.parse((await ranking(home, 'history', '--json')).stdout);
  expect(told.moves.map(({ to }: { readonly to: number }) => to)).toEqual([1, 2, 2, 1]);
});

it('keeps the time that its host tells', async () => {
  const { home } = await trained([1]);
  const silent = { write: () => true };
  const host = { home, stdout: silent, stderr: silent, clock: () => Date.UTC(2026, 5, 1) };
  expect(await main(['promote', '--because', 'first model'], host)).toBe(0);
  expect(JSON.parse((await ranking(home, 'history', '--json')).stdout).moves.at(-1)).toMatchObject({ to: 2 });
  expect((await ranking(home, 'history')).stdout).toContain('2026-06-01');
});

it('asks why before it moves anything', async () => {
  const { home, registry } = await trained([1]);
  for (const argv of [['promote'], ['promote', '--because', ' '], ['rollback']]) {
    const { code, stderr } = await ranking(home, ...argv);
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('--because') });
  }
  expect(await registry.readAlias('ranker', 'champion')).toBe(1);
});

it('has nothing to roll back to while the rule is champion, and says so without a trace', async () => {
  const { home } = await trained([1]);
  const { code, stderr } = await ranking(home, 'rollback', '--because', 'x');
  expect(code).toBe(1);
  expect(stderr).toContain('no earlier version to roll back to');
  expect(stderr).not.toMatch(/^\s+at /m);
});

it('compares two versions, with a paired interval where their runs share test rows', async () => {
  const { home } = await trained([1, 1]);
  for (const nth of [0, 1]) {
    const folder = join(home, 'runs/ranker', runIdOf(nth).slice(0, 12));
    mkdirSync(folder, { recursive: true });
    const metrics = { ap: 0.4 + nth / 100, base_rate: 0.1 };
    const resamples = [0.39, 0.4, 0.42].map((one) => one + nth / 100);
    const rows = { test: 50 };
    writeFileSync(
      join(folder, 'metrics.json'),
      JSON.stringify({ metrics, rows, resamples, fingerprints: { data: 'd' } }),
    );
  }
  const { stdout } = await typeHere(
    (
      await commandLine(import.meta.url, {
        ...{ name: 'ranking', folder: 'ranker', question: 'What comes first?' },
        verbs: governVerbs({ model: 'ranker', command: 'ranking', load: async () => ({ figure: 'ap' }) }),
      })
    ).main,
    home,
    ['compare', '--left', '2', '--right', '3', '--json'],
  );
  const { difference, params, metrics } = JSON.parse(stdout);
  expect(difference).toMatchObject({ isPaired: true });
  expect(difference.estimate).toBeCloseTo(0.01, 12);
  expect(difference.low).toBeCloseTo(0.01, 12); // both drew the same resamples, so nothing of their luck is left
  expect(params).toEqual({ rounds: ['0', '1'] });
  expect(metrics.ap[1] - metrics.ap[0]).toBeCloseTo(0.01, 12);
});

it('refuses to compare with the rule, or with itself', async () => {
  const { home } = await trained([1]);
  expect((await ranking(home, 'compare')).stderr).toContain('version 1 of ranker is the rule');
  expect((await ranking(home, 'compare', '--left', '2', '--right', '2')).stderr).toContain('version 2 twice');
});
