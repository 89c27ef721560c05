import { spawnSync } from 'node:child_process';
import { existsSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { RunMetrics } from '../src/index.ts';
import { typeInProcess } from '../src/testing.ts';
import { scratch } from './scratch.ts';

/** What only a process of its own can show: signals, pipes, and two at once. */

const TOY = new URL('toy/cli.ts', import.meta.url);
const typed = (...argv: string[]) => ['--import', 'tsx', fileURLToPath(TOY), ...argv];
const at = (home: string) => ({ ...process.env, APPLIED_MODELING_HOME: home });

function start(home: string, ...argv: string[]) {
  const started = typeInProcess(TOY, home, argv);
  return { ...started, spoke: new Promise((resolve) => started.child.stdout.once('data', resolve)) };
}

describe('a process with a scratch folder', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends with 130 at %s and leaves nothing', async (signal) => {
    const home = scratch('home');
    const { child, ended, spoke } = start(home, 'hold');
    await spoke;
    expect(readdirSync(home)).toEqual([expect.stringMatching(new RegExp(`^\\.held-[0-9a-f]{8}-${child.pid}-`))]);
    child.kill(signal);
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain('coins: interrupted');
    expect(readdirSync(home)).toEqual([]);
  });

  it('ends with 0 when its reader has gone, and leaves nothing', async () => {
    const home = scratch('home');
    const { child, ended, spoke } = start(home, 'hold');
    await spoke;
    child.stdout.destroy();
    const { code, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(home)).toEqual([]);
  });
});

it.runIf(existsSync('/dev/full'))('says what to do when the disk is full', () => {
  const { status, stderr } = spawnSync(process.execPath, typed('count'), {
    env: at(scratch('home')),
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/coins: ENOSPC.*; free some disk space and run again/);
});

it('works when progress is read by nobody', () => {
  const command = `exec 3>&1; (${[process.execPath, ...typed('train', '--json')].join(' ')} >&3; echo "code $?" >&3) 2>&1 | true`;
  const { stdout } = spawnSync('sh', ['-c', command], { env: at(scratch('home')), encoding: 'utf8' });
  expect(stdout).toContain('"heads":0.57');
  expect(stdout).toContain('code 0');
});

it('works beside another one of the same home', async () => {
  const home = scratch('home');
  const runs = await Promise.all([1, 2].map(() => start(home, 'train', '--json').ended));
  const ids = runs.map(({ stdout }) => (JSON.parse(stdout) as RunMetrics).run_id);
  expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  expect(readdirSync(join(home, 'runs', 'coins')).sort()).toEqual(ids.sort());
});

it('prints help without loading the pipeline', () => {
  const loaded = spawnSync(process.execPath, typed('train', '--help'), {
    env: { ...at(scratch('home')), NODE_DEBUG: 'esm' },
    encoding: 'utf8',
  });
  expect(loaded.stdout).toContain('Usage:');
  expect(loaded.stderr).not.toContain('toy/pipeline.ts');
});
