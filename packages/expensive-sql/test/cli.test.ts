import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lendWorld, typeHere } from '@applied-modeling/command/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import type { SqlMetrics } from '../src/report/run-files.ts';
import { world } from './small-run.ts';

/** The command as a person types it: its exit codes, what it says, and what it leaves behind. */

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'sql-home-'));
  lendWorld(home, 'expensive-sql', world);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const sql = (...argv: string[]) => typeHere(main, home, argv);

it('explains nothing before there is a model, and says what to do', async () => {
  const { code, stderr } = await sql('explain', 'SELECT 1');
  expect(code).toBe(1);
  expect(stderr).toMatch(/no model was trained.*\n.*sql:train/);
});

it('refuses the planted leak with exit code 1, by the name of the column', async () => {
  const { code, stdout } = await sql('train', '--size', 'small', '--plant-leak');
  expect(code).toBe(1);
  expect(stdout).toMatch(/audit +refused/i);
  expect(stdout).toMatch(/on new templates +(too few|bytes scanned \d\.\d+ →\s)/);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'total_duration_ms: it reads total_duration_ms of the query that is decided about',
  );
  for (const line of stdout.split('\n')) if (!line.includes('/')) expect(line.length, line).toBeLessThanOrEqual(80);
});

it('reads somebody’s own history without the other tables, and judges it without an oracle', async () => {
  const own = join(home, 'own');
  mkdirSync(own);
  cpSync(join(world.lakeDir, 'query_history'), join(own, 'query_history'), { recursive: true });
  const run = await sql('train', '--json', '--data', own);
  expect(run.code, run.stderr).toBe(0);
  const { seed, metrics, gate } = JSON.parse(run.stdout) as SqlMetrics;
  expect({ seed, gap: metrics.gap_closed }).toEqual({ seed: null, gap: null });
  expect(gate.skipped).toContainEqual(expect.objectContaining({ name: 'gap closed' }));
});

it('explains what own data may hold: files, which must be there, how much history', async () => {
  const { code, stdout } = await sql('train', '--explain-data');
  expect(code).toBe(0);
  expect(stdout).toMatch(/query_history must span at least \d+ whole weeks/);
  expect(stdout).toContain('optional: table_snapshots.csv, table_snapshots.parquet or Delta table table_snapshots/');
});
