import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lendWorld, typeHere } from '@applied-modeling/command/testing';
import { openLake, sqlText } from '@applied-modeling/lakehouse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import type { RunMetrics } from '../src/report/run-files.ts';
import { REQUIRED_TABLES, series } from '../src/tables.ts';
import { simulateSmall } from './small-world.ts';

/** The command as a person types it: its exit codes, what it says, and what it leaves behind. */

let home: string;

/** A home that holds the small world. */
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'capacity-home-'));
  lendWorld(home, 'capacity-forecast', await simulateSmall());
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const capacity = (...argv: string[]) => typeHere(main, home, argv);

it('refuses the planted leak with exit code 1, in words', async () => {
  const { code, stdout } = await capacity('train', '--size', 'small', '--plant-leak');
  expect(code).toBe(1);
  expect(stdout).toMatch(/audit +refused/i);
  expect(stdout).toContain('launches');
  expect(stdout).toContain('as-of door');
});

it('reads somebody’s own series and usage, and judges them without an oracle', async () => {
  const run = await capacity('train', '--json', '--data', await someSeries());
  expect(run.code, run.stderr).toBe(0);
  const { seed, metrics, gate } = JSON.parse(run.stdout) as RunMetrics;
  const found = { seed, regret: metrics.regret_closed, oracle: metrics.oracle_cost_usd };
  expect(found).toEqual({ seed: null, regret: null, oracle: null });
  expect(gate.skipped).toContainEqual(expect.objectContaining({ name: 'regret closed' }));
});

/** Four series of the small world as CSV files: the two tables that must be there. */
async function someSeries(): Promise<string> {
  const dir = mkdtempSync(join(home, 'own-'));
  const lake = await openLake((await simulateSmall()).lakeDir, { threads: 2 });
  for (const contract of REQUIRED_TABLES) {
    const few = `SELECT DISTINCT series_id FROM ${lake.latest(series)} ORDER BY series_id LIMIT 4`;
    const rows = `SELECT * FROM ${lake.latest(contract)} WHERE series_id IN (${few})`;
    await lake.run(`COPY (${rows}) TO ${sqlText(join(dir, `${contract.name}.csv`))}`);
  }
  lake.close();
  return dir;
}

it('explains what own data may hold: files, which must be there, how much history', async () => {
  const { code, stdout } = await capacity('train', '--explain-data');
  expect(code).toBe(0);
  expect(stdout).toMatch(/usage_hourly must span at least \d+ whole weeks/);
  expect(stdout).toContain('required: series.csv, series.parquet or Delta table series/');
  expect(stdout).toContain('optional: launches.csv, launches.parquet or Delta table launches/');
});
