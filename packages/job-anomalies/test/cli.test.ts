import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lendWorld, typeHere } from '@applied-modeling/command/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import type { JobsMetrics } from '../src/report/run-files.ts';
import { world } from './small-run.ts';

/** The command as a person types it: its exit codes, what it says, and what it leaves behind. */

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'jobs-home-'));
  lendWorld(home, 'job-anomalies', world);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const jobs = (...argv: string[]) => typeHere(main, home, argv);

it('refuses the planted leak with exit code 1, in words, and writes no answer', async () => {
  const { code, stdout } = await jobs('train', '--size', 'small', '--plant-leak');
  expect(code).toBe(1);
  expect(stdout).toMatch(/audit +refused/i);
  for (const words of ['past: ', 'pool: ', 'as-of door']) expect(stdout).toContain(words);
  for (const line of stdout.split('\n')) if (!line.includes('/')) expect(line.length, line).toBeLessThanOrEqual(80);
});

it('reads somebody’s own runs, and judges them without an oracle', async () => {
  const own = join(home, 'own');
  mkdirSync(own);
  cpSync(join(world.lakeDir, 'job_run_timeline'), join(own, 'job_run_timeline'), { recursive: true });
  const run = await jobs('train', '--json', '--data', own);
  expect(run.code, run.stderr).toBe(0);
  const { seed, metrics, gate } = JSON.parse(run.stdout) as JobsMetrics;
  expect({ seed, gap: metrics.gap_closed, hindsight: metrics.hindsight_precision }).toEqual({
    ...{ seed: null, gap: null, hindsight: null },
  });
  expect(gate.skipped).toContainEqual(expect.objectContaining({ name: 'gap closed' }));
});

it('explains what own data may hold: files, which must be there, how much history', async () => {
  const { code, stdout } = await jobs('train', '--explain-data');
  expect(code).toBe(0);
  expect(stdout).toMatch(/job_run_timeline must span at least \d+ whole weeks/);
  expect(stdout).toContain('required: job_run_timeline.csv, job_run_timeline.parquet or Delta table job_run_timeline/');
  expect(stdout).toContain('optional: table_commits.csv, table_commits.parquet or Delta table table_commits/');
});
