import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Ended, typeHere, typeInProcess } from '@applied-modeling/command/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import type { RunMetrics } from '../src/report/run-metrics.ts';
import { scratch } from './scratch.ts';
import { simulateSmall } from './small-world.ts';

/** The command as a person types it: its exit codes, what it says, and what it leaves behind. */

let smallWorld: string;
beforeAll(async () => {
  smallWorld = dirname((await simulateSmall()).lakeDir);
});

const CLI = new URL('../src/cli.ts', import.meta.url);
const churn = (home: string, ...argv: string[]) => typeHere(main, home, argv);

/** A home of its own that holds the small world, or a copy of it to be damaged. */
function newHome(world: 'shared' | 'copied' = 'shared'): string {
  const home = scratch('home');
  const cache = join(home, 'datasets', 'churn', 'generated');
  mkdirSync(cache, { recursive: true });
  const name = basename(smallWorld);
  if (world === 'shared') symlinkSync(smallWorld, join(cache, name));
  else cpSync(smallWorld, join(cache, name), { recursive: true });
  return home;
}

const SMALL = ['train', '--size', 'small'] as const;
const metricsOf = ({ stdout }: Ended) => JSON.parse(stdout) as RunMetrics;

describe('a run at size small', () => {
  let home: string;
  let runs: readonly Ended[];
  beforeAll(async () => {
    home = newHome();
    const { ended } = typeInProcess(CLI, home, [...SMALL, '--', '--json', '--threads', '1']);
    runs = await Promise.all([churn(home, ...SMALL, '--json', '--threads', '2'), ended]);
  });

  it('prints one object on stdout and nothing else, and leaves its report', () => {
    for (const run of runs) {
      expect(run.code, run.stderr).toBe(0);
      expect(run.stdout.trim().split('\n')).toHaveLength(1);
      const { run_id, seed, size, gate, audit } = metricsOf(run);
      const found = { seed, size, audit: audit.passed, gate: gate.checks.length };
      expect(found).toEqual({ seed: 7, size: 'small', audit: true, gate: 6 });
      expect(readdirSync(join(home, 'runs', 'churn', run_id.slice(0, 12)))).toEqual(
        expect.arrayContaining(['ANSWER.md', 'metrics.json', 'report.html', 'report.md', 'training-set.arrow']),
      );
    }
  });

  it('finds the same at one thread and at two, although both ran at once', () => {
    const [two, one] = runs.map(metricsOf);
    for (const part of ['rows', 'metrics', 'baselines', 'audit', 'gate', 'fingerprints'] as const) {
      expect(one[part], part).toEqual(two[part]);
    }
    expect(one.run_id).not.toBe(two.run_id);
  });

  it('refuses the planted leak with exit code 1, in words, and writes a report but no answer', async () => {
    const runs = join(home, 'runs', 'churn');
    const before = readdirSync(runs);
    const { code, stdout } = await churn(home, ...SMALL, '--plant-leak');
    expect(code).toBe(1);
    expect(stdout).toMatch(/audit +refused/i);
    for (const column of ['crm_is_red', 'crm_is_closed_lost']) expect(stdout).toContain(column);
    for (const line of stdout.split('\n')) if (!line.includes('/')) expect(line.length, line).toBeLessThanOrEqual(80);
    const [refused] = readdirSync(runs).filter((name) => !before.includes(name));
    const files = readdirSync(join(runs, refused));
    expect(files).toContain('report.html');
    expect(files).not.toContain('ANSWER.md');
  });
});

it('explains what own data may hold: files, which must be there, how much history', async () => {
  const { code, stdout } = await churn(newHome(), 'train', '--explain-data');
  expect(code).toBe(0);
  expect(stdout).toContain('usage_daily must span at least 84 whole weeks');
  expect(stdout).toContain('required: accounts.csv, accounts.parquet or Delta table accounts/');
  expect(stdout).toContain('optional: tickets.csv, tickets.parquet or Delta table tickets/');
});

it('knows its engines', async () => {
  const { code, stderr } = await churn(newHome(), 'train', '--engine', 'xgboost');
  expect(code).toBe(2);
  expect(stderr).toContain('expected gbm or ml-xgboost');
});

describe('a damaged world ends with 1, a sentence, and what to delete', () => {
  const expectRemedy = async (home: string, table: RegExp) => {
    const { code, stdout, stderr } = await churn(home, ...SMALL);
    expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
    for (const words of [table, /or delete .*generated/]) expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  };
  const tableIn = (home: string, name: string) =>
    join(home, 'datasets/churn/generated', basename(smallWorld), 'lake', name);

  it('whose log is cut off', async () => {
    const home = newHome('copied');
    const log = join(tableIn(home, 'usage_daily'), '_delta_log');
    truncateSync(join(log, readdirSync(log)[0]), 40);
    await expectRemedy(home, /usage_daily/);
  });

  it('that lacks a Parquet file', async () => {
    const home = newHome('copied');
    const table = tableIn(home, 'tickets');
    rmSync(join(table, readdirSync(table).find((name) => name.endsWith('.parquet'))!));
    await expectRemedy(home, /tickets/);
  });
});

it('an interrupted run leaves no world that a reader could find', async () => {
  const home = scratch('home');
  const cache = join(home, 'datasets', 'churn', 'generated');
  const { child, ended } = typeInProcess(CLI, home, SMALL);
  while (!existsSync(cache) || readdirSync(cache).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect(readdirSync(cache).filter((name) => !name.startsWith('.'))).toEqual([]);
});
