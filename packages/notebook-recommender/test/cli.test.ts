import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lendWorld, typeHere } from '@applied-modeling/command/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import type { NotebookMetrics } from '../src/report/run-files.ts';
import { world } from './small-run.ts';

/** The command as a person types it: its exit codes, what it says, and what it leaves behind. */

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'notebooks-home-'));
  lendWorld(home, 'notebook-recommender', world);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const notebooks = (...argv: string[]) => typeHere(main, home, argv);

it('suggests nothing before there is a model, and says what to do', async () => {
  const { code, stderr } = await notebooks('suggest', '--user', 'user-0001');
  expect(code).toBe(1);
  expect(stderr).toMatch(/no model was trained.*\n.*notebooks:train/);
});

it('refuses the planted leak with exit code 1, by the name of the column', async () => {
  const { code, stdout } = await notebooks('train', '--size', 'small', '--plant-leak');
  expect(code).toBe(1);
  expect(stdout).toMatch(/audit +refused/i);
  expect(stdout).toMatch(/own_slate|ran_from_slate/);
  for (const line of stdout.split('\n')) if (!line.includes('/')) expect(line.length, line).toBeLessThanOrEqual(80);
});

it('reads somebody’s own list of opens without the other tables, judges it without a truth, and answers a page of it', async () => {
  const own = join(home, 'own');
  mkdirSync(own);
  cpSync(join(world.lakeDir, 'actions'), join(own, 'actions'), { recursive: true });
  const run = await notebooks('train', '--json', '--data', own);
  expect(run.code, run.stderr).toBe(0);
  const { seed, metrics, gate, money } = JSON.parse(run.stdout) as NotebookMetrics;
  expect({ seed, gap: metrics.gap_closed, money }).toEqual({ seed: null, gap: null, money: null });
  expect(gate.skipped).toContainEqual(expect.objectContaining({ name: 'gap closed' }));
  const again = await notebooks('suggest', '--user', 'user-0301');
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('--data DIR')]);
  const { code, stdout, stderr } = await notebooks('suggest', '--user', 'user-0301', '--data', own);
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('verdict');
});

it('explains what own data may hold: files, which must be there, how much history', async () => {
  const { code, stdout } = await notebooks('train', '--explain-data');
  expect(code).toBe(0);
  expect(stdout).toMatch(/actions must span at least \d+ whole weeks/);
  expect(stdout).toContain('optional: impressions.csv, impressions.parquet or Delta table impressions/');
});
