import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Ended, typeHere, typeInProcess } from '@applied-modeling/command/testing';
import { openLake, sqlText } from '@applied-modeling/lakehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import type { RunMetrics } from '../src/report/run-metrics.ts';
import { REQUIRED_TABLES, series } from '../src/tables.ts';
import { simulateSmall } from './small-world.ts';

/** The command as a person types it: its exit codes, what it says, and what it leaves behind. */

let smallWorld: string;
let home: string;

/** A home that holds the small world. */
beforeAll(async () => {
  smallWorld = dirname((await simulateSmall()).lakeDir);
  home = mkdtempSync(join(tmpdir(), 'capacity-home-'));
  const cache = join(home, 'datasets', 'capacity-forecast', 'generated');
  mkdirSync(cache, { recursive: true });
  symlinkSync(smallWorld, join(cache, basename(smallWorld)));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const CLI = new URL('../src/cli.ts', import.meta.url);
const capacity = (...argv: string[]) => typeHere(main, home, argv);
const SMALL = ['train', '--size', 'small'] as const;
const metricsOf = ({ stdout }: Ended) => JSON.parse(stdout) as RunMetrics;

describe('a run at size small', () => {
  let runs: readonly Ended[];
  beforeAll(async () => {
    const { ended } = typeInProcess(CLI, home, [...SMALL, '--json', '--threads', '1']);
    runs = await Promise.all([capacity(...SMALL, '--json', '--threads', '2'), ended]);
  });

  it('prints one object on stdout and nothing else, and leaves its report', () => {
    for (const run of runs) {
      expect(run.code, run.stderr).toBe(0);
      expect(run.stdout.trim().split('\n')).toHaveLength(1);
      const { run_id, seed, size, gate, audit, metrics, baselines } = metricsOf(run);
      expect({ seed, size, audit: audit.passed }).toEqual({ seed: 7, size: 'small', audit: true });
      expect(gate.checks.length + gate.skipped!.length).toBe(6);
      expect(metrics.cost_usd).toBeLessThan(metrics.best_baseline_cost_usd as number);
      expect(Math.min(...Object.values(baselines).map(({ cost_usd }) => cost_usd))).toBe(
        metrics.best_baseline_cost_usd,
      );
      expect(readdirSync(join(home, 'runs', 'capacity-forecast', run_id.slice(0, 12)))).toEqual(
        expect.arrayContaining(['ANSWER.md', 'metrics.json', 'report.html', 'report.md', 'training-set.arrow']),
      );
    }
  });

  it('finds the same at one thread and at two, although both ran at once', () => {
    const [two, one] = runs.map(metricsOf);
    for (const part of ['rows', 'metrics', 'baselines', 'policies', 'audit', 'gate', 'fingerprints'] as const) {
      expect(one[part], part).toEqual(two[part]);
    }
    expect(one.run_id).not.toBe(two.run_id);
  });

  it('refuses the planted leak with exit code 1, in words', async () => {
    const { code, stdout } = await capacity(...SMALL, '--plant-leak');
    expect(code).toBe(1);
    expect(stdout).toMatch(/audit +refused/i);
    expect(stdout).toContain('launches');
    expect(stdout).toContain('as-of door');
  });
});

it('reads somebody’s own series and usage, and judges them without an oracle', async () => {
  const run = await capacity('train', '--json', '--data', await someSeries());
  expect(run.code, run.stderr).toBe(0);
  const { seed, metrics, gate } = metricsOf(run);
  const found = { seed, regret: metrics.regret_closed, oracle: metrics.oracle_cost_usd };
  expect(found).toEqual({ seed: null, regret: null, oracle: null });
  expect(gate.skipped).toContainEqual(expect.objectContaining({ name: 'regret closed' }));
});

/** Four series of the small world as CSV files: the two tables that must be there. */
async function someSeries(): Promise<string> {
  const dir = mkdtempSync(join(home, 'own-'));
  const lake = await openLake(join(smallWorld, 'lake'), { threads: 2 });
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
