import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { publishRun } from '../src/publish-run.ts';
import { scratch } from './scratch.ts';

it('writes texts, bytes and what a function writes, in folders of the run', async () => {
  const runs = scratch('runs');
  await publishRun(join(runs, 'a'), {
    'report.md': 'hello',
    'figures/one.svg': new Uint8Array([60, 62]),
    'set.arrow': async (path) => writeFileSync(path, 'ARROW1'),
  });
  expect(readdirSync(runs)).toEqual(['a']);
  const read = (name: string) => readFileSync(join(runs, 'a', name), 'utf8');
  expect(['report.md', 'figures/one.svg', 'set.arrow'].map(read)).toEqual(['hello', '<>', 'ARROW1']);
  mkdirSync(join(runs, 'like any other'));
  const mode = (name: string) => statSync(join(runs, name)).mode;
  expect(mode('a')).toBe(mode('like any other'));
});

it('shows nothing of a run whose last file cannot be written', async () => {
  const runs = scratch('runs');
  const files = { 'report.md': 'hello', 'set.arrow': () => Promise.reject(new Error('no memory')) };
  await expect(publishRun(join(runs, 'a'), files)).rejects.toMatchObject({
    message: 'no memory',
    path: join(runs, 'a', 'set.arrow'),
  });
  expect(readdirSync(runs)).toEqual([]);
});
