import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { type RunMetrics, trainUntunedWorlds } from '../src/index.ts';
import { scratch } from './scratch.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** What was saved, and what was told, of worlds of the toy by these seeds. */
function train(cli: string, seeds: readonly number[]) {
  const home = scratch('worlds');
  vi.stubEnv('APPLIED_MODELING_HOME', home);
  const told = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const file = join(home, 'seeds.json');
  const read = () => JSON.parse(readFileSync(file, 'utf8'));
  const places = { cli: new URL(cli, import.meta.url), file: pathToFileURL(file) };
  const run = () =>
    trainUntunedWorlds<RunMetrics>(
      places,
      ({ baselines }) => ({ baselines }),
      ({ metrics }) => `heads ${metrics.heads}`,
      seeds,
    );
  return { run, file, read, told };
}

it('saves a world a seed, with the checks of the gate that failed by name', () => {
  const { run, read, told } = train('toy/cli.ts', [101, 202]);
  run();
  const [first, second] = read();
  expect(first).toEqual({
    seed: 101,
    baselines: { fair: { heads: 0.5 } },
    metrics: { heads: expect.any(Number) },
    gate_passed: false,
    gate_failed: ['fair'],
    fingerprints: { data: 'd', features: 'f', model: String(first.metrics.heads) },
  });
  expect(second.seed).toBe(202);
  expect(second.metrics).not.toEqual(first.metrics);
  expect(told).toHaveBeenCalledWith(`seed 101: heads ${first.metrics.heads}; gate refused: fair`);
});

it('saves nothing when a run fails', () => {
  const { run, file } = train('toy/no-such-cli.ts', [101]);
  expect(run).toThrow('seed 101: exit code 1, expected 0; nothing was saved');
  expect(existsSync(file)).toBe(false);
});
