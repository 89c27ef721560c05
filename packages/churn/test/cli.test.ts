import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunMetrics } from '../src/metrics-json.ts';
import { scratch } from './scratch.ts';
import { simulateSmall } from './small-world.ts';

/** The command as a person types it: its exit codes, what it says, and what it leaves behind. */

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
let smallWorld: string;

beforeAll(async () => {
  smallWorld = dirname((await simulateSmall()).lakeDir);
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(home: string, ...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args], {
    cwd: PACKAGE,
    env: { ...process.env, APPLIED_MODELING_HOME: home },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  return { child, ended };
}

const churn = (home: string, ...args: string[]) => start(home, ...args).ended;

/** A home of its own that holds no world, the small one, or a copy of it to be damaged. */
function newHome(world: 'none' | 'shared' | 'copied' = 'none'): string {
  const home = scratch('home');
  if (world === 'none') return home;
  const cache = join(home, 'datasets', 'churn', 'generated');
  mkdirSync(cache, { recursive: true });
  const name = basename(smallWorld);
  if (world === 'shared') symlinkSync(smallWorld, join(cache, name));
  else cpSync(smallWorld, join(cache, name), { recursive: true });
  return home;
}

const SMALL = ['train', '--size', 'small'] as const;

describe('a run at size small', () => {
  let home: string;
  let runs: readonly Ended[];
  const metricsOf = ({ stdout }: Ended) => JSON.parse(stdout) as RunMetrics;
  beforeAll(async () => {
    home = newHome('shared');
    runs = await Promise.all(['1', '2'].map((threads) => churn(home, ...SMALL, '--', '--json', '--threads', threads)));
  });

  it('prints one object on stdout and nothing else, and leaves its report', () => {
    for (const run of runs) {
      expect(run.code, run.stderr).toBe(0);
      expect(run.stdout.trim().split('\n')).toHaveLength(1);
      const { run_id, seed, size, gate, audit } = metricsOf(run);
      expect({ seed, size, audit: audit.passed, gate: gate.checks.length }).toEqual({
        seed: 7,
        size: 'small',
        audit: true,
        gate: 6,
      });
      expect(readdirSync(join(home, 'runs', 'churn', run_id.slice(0, 12)))).toEqual(
        expect.arrayContaining(['ANSWER.md', 'metrics.json', 'report.html', 'report.md', 'training-set.arrow']),
      );
    }
  });

  it('finds the same at one thread and at two, although both ran at once', () => {
    const [one, two] = runs.map(metricsOf);
    for (const part of ['rows', 'metrics', 'baselines', 'naive_join', 'audit', 'gate', 'fingerprints'] as const) {
      expect(one[part], part).toEqual(two[part]);
    }
    expect(one.run_id).not.toBe(two.run_id);
  });

  it('refuses the planted leak with exit code 1, in words, whatever lies beside it', async () => {
    const folders = readdirSync(join(home, 'runs', 'churn')).map((name) => join(home, 'runs', 'churn', name));
    for (const [index, damage] of ['garbage', 'null'].entries())
      writeFileSync(join(folders[index], 'metrics.json'), damage);
    const abandoned = join(home, 'runs', '.own-data-999999-x');
    mkdirSync(abandoned);
    const { code, stdout } = await churn(home, ...SMALL, '--plant-leak');
    expect(code).toBe(1);
    expect(stdout).toMatch(/audit +refused/i);
    for (const column of ['crm_is_red', 'crm_is_closed_lost']) expect(stdout).toContain(column);
    expect(existsSync(abandoned)).toBe(false);
    const refused = readdirSync(join(home, 'runs', 'churn')).find(
      (name) => !folders.includes(join(home, 'runs', 'churn', name)),
    )!;
    const files = readdirSync(join(home, 'runs', 'churn', refused));
    expect(files).toContain('report.html');
    expect(files).not.toContain('ANSWER.md');
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
    [['train', '--data', '.', '--plant-leak'], '--data with --plant-leak'],
    [['train', '--data='], 'expected a directory'],
  ])('%j', async (args, words) => {
    const { code, stdout, stderr } = await churn(newHome(), ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(STACK);
  });
});

describe('what cannot work ends with 1 and a sentence', () => {
  const expectFailure = async (run: Promise<Ended>, ...words: (string | RegExp)[]) => {
    const { code, stdout, stderr } = await run;
    expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
    for (const word of words) expect(stderr).toMatch(word);
    expect(stderr).not.toMatch(STACK);
  };

  it('own data that is not there', async () => {
    await expectFailure(churn(newHome(), 'train', '--data', '/no/such/dir'), '/no/such/dir', /no such directory/);
  });

  it('a file where a directory of tables should be', async () => {
    await expectFailure(churn(newHome(), 'train', '--data', join(PACKAGE, 'package.json')), /is a file/);
  });

  it('a damaged log, with what to delete', async () => {
    const home = newHome('copied');
    const log = join(home, 'datasets/churn/generated', basename(smallWorld), 'lake/usage_daily/_delta_log');
    truncateSync(join(log, readdirSync(log)[0]), 40);
    await expectFailure(churn(home, ...SMALL), /usage_daily/, /or delete .*generated/);
  });

  it('a missing Parquet file', async () => {
    const home = newHome('copied');
    const table = join(home, 'datasets/churn/generated', basename(smallWorld), 'lake/tickets');
    rmSync(join(table, readdirSync(table).find((name) => name.endsWith('.parquet'))!));
    await expectFailure(churn(home, ...SMALL), /tickets/, /or delete .*generated/);
  });

  it('a file where a folder should be', async () => {
    const home = newHome('shared');
    writeFileSync(join(home, 'mlruns'), '');
    await expectFailure(churn(home, ...SMALL), /mlruns cannot be written to/);
  });
});

describe('an interrupted run', () => {
  it.each(['SIGINT', 'SIGKILL'] as const)('%s leaves no world that a reader could find', async (signal) => {
    const home = newHome();
    const cache = join(home, 'datasets', 'churn', 'generated');
    const { child, ended } = start(home, ...SMALL);
    while (!existsSync(cache) || readdirSync(cache).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill(signal);
    const { code } = await ended;
    expect(code).toBe(signal === 'SIGINT' ? 130 : null);
    const names = readdirSync(cache);
    expect(names.filter((name) => !name.startsWith('.'))).toEqual([]);
  });
});

/** A line of a stack trace. */
const STACK = /^\s+at .+:\d+:\d+\)?$/m;
