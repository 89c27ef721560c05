import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunMetrics } from '../src/metrics-json.ts';
import { simulateSmall } from './small-world.ts';

/** The command as a person types it: its exit codes, what it says, and what it leaves behind. */

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const made: string[] = [];
let smallWorld: string;

beforeAll(async () => {
  smallWorld = dirname((await simulateSmall()).lakeDir);
});
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function capacity(home: string, ...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args], {
    cwd: PACKAGE,
    env: { ...process.env, APPLIED_MODELING_HOME: home },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

/** A home of its own that holds no world, or the small one. */
function newHome(world: 'none' | 'shared' = 'none'): string {
  const home = mkdtempSync(join(tmpdir(), 'capacity-home-'));
  made.push(home);
  if (world === 'none') return home;
  const cache = join(home, 'datasets', 'capacity-forecast', 'generated');
  mkdirSync(cache, { recursive: true });
  symlinkSync(smallWorld, join(cache, basename(smallWorld)));
  return home;
}

const SMALL = ['train', '--size', 'small'] as const;
const metricsOf = ({ stdout }: Ended) => JSON.parse(stdout) as RunMetrics;

describe('a run at size small', () => {
  let home: string;
  let runs: readonly Ended[];
  beforeAll(async () => {
    home = newHome('shared');
    runs = await Promise.all(['1', '2'].map((threads) => capacity(home, ...SMALL, '--json', '--threads', threads)));
  });

  it('prints one object on stdout and nothing else, and leaves its report', () => {
    for (const run of runs) {
      expect(run.code, run.stderr).toBe(0);
      expect(run.stdout.trim().split('\n')).toHaveLength(1);
      const { run_id, seed, size, gate, audit, metrics } = metricsOf(run);
      expect({ seed, size, audit: audit.passed }).toEqual({ seed: 7, size: 'small', audit: true });
      expect(gate.checks.length + gate.skipped.length).toBe(6);
      expect(metrics.cost_usd).toBeLessThan(metrics.best_baseline_cost_usd as number);
      expect(readdirSync(join(home, 'runs', 'capacity-forecast', run_id.slice(0, 12)))).toEqual(
        expect.arrayContaining(['ANSWER.md', 'metrics.json', 'report.html', 'report.md', 'training-set.arrow']),
      );
    }
  });

  it('finds the same at one thread and at two, although both ran at once', () => {
    const [one, two] = runs.map(metricsOf);
    for (const part of ['rows', 'metrics', 'policies', 'best_baseline', 'audit', 'gate', 'fingerprints'] as const) {
      expect(one[part], part).toEqual(two[part]);
    }
    expect(one.run_id).not.toBe(two.run_id);
  });

  it('refuses the planted leak with exit code 1, in words', async () => {
    const { code, stdout } = await capacity(home, ...SMALL, '--plant-leak');
    expect(code).toBe(1);
    expect(stdout).toMatch(/audit +refused/i);
    expect(stdout).toContain('launches');
    expect(stdout).toContain('as-of door');
  });

  it('reads the same tables as somebody’s own, and judges them without an oracle', async () => {
    const { code, stdout, stderr } = await capacity(newHome(), 'train', '--json', '--data', join(smallWorld, 'lake'));
    expect(code, stderr).toBe(0);
    const { seed, metrics, gate } = JSON.parse(stdout) as RunMetrics;
    expect({ seed, regret: metrics.regret_closed, oracle: metrics.oracle_cost_usd }).toEqual({
      seed: null,
      regret: null,
      oracle: null,
    });
    expect(gate.skipped).toContainEqual(expect.objectContaining({ name: 'regret closed' }));
  });
});

describe('wrong usage ends with 2 and says what was expected', () => {
  it.each([
    [[], 'expected train'],
    [['train', '--seed', '-1'], '--seed'],
    [['train', '--seed', '1e3'], 'expected a whole number'],
    [['train', '--size', 'huge'], 'expected small or medium or large'],
    [['train', '--threads', '0'], 'expected a whole number from 1'],
    [['train', '--sede', '7'], '--sede'],
    [['train', '--data', 'x', '--plant-leak'], 'leave one out'],
  ])('%j', async (args, words) => {
    const { code, stdout, stderr } = await capacity(newHome(), ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(STACK);
  });
});

describe('what cannot work ends with 1 and a sentence', () => {
  it('own data that is not there', async () => {
    const { code, stdout, stderr } = await capacity(newHome(), 'train', '--data', '/no/such/dir');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/no such directory/);
    expect(stderr).not.toMatch(STACK);
  });

  it('a file where a folder should be', async () => {
    const home = newHome('shared');
    writeFileSync(join(home, 'mlruns'), '');
    const { code, stderr } = await capacity(home, ...SMALL);
    expect(code).toBe(1);
    expect(stderr).toMatch(/mlruns/);
    expect(stderr).not.toMatch(STACK);
  });
});

it('explains what own data may hold, and stops', async () => {
  const { code, stdout } = await capacity(newHome(), 'train', '--explain-data');
  expect(code).toBe(0);
  for (const table of ['series', 'usage_hourly', 'capacity_weekly', 'launches']) expect(stdout).toContain(table);
});

/** A line of a stack trace. */
const STACK = /^\s+at .+:\d+:\d+\)?$/m;
