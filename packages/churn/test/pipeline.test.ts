import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { trainRun } from '../src/pipeline.ts';
import { scratch } from './scratch.ts';
import { simulateSmall } from './small-world.ts';

it('registers nothing of a run that could not be published, and has judged it by then', async () => {
  const world = await simulateSmall();
  const home = scratch('pipeline');
  const stages: string[] = [];
  const run = trainRun({
    source: { kind: 'simulated', seed: 7, size: 'small', world },
    engine: 'gbm',
    seed: 7,
    threads: 1,
    plantLeak: false,
    mlrunsDir: join(home, 'mlruns'),
    runsDir: join(home, 'runs'),
    startedAt: 0,
    clock: () => 0,
    commit: 'abc',
    stage: (name, work) => {
      stages.push(name);
      return work(() => undefined);
    },
    publish: async ({ gate, runDir }) => {
      throw new Error(`no room for ${runDir}, whose gate has ${gate.checks.length} checks`);
    },
  });
  await expect(run).rejects.toThrow(/no room for .*runs.[0-9a-f]{12}, whose gate has 6 checks/);
  expect(stages.at(-1)).toBe('report');
  expect(existsSync(join(home, 'mlruns'))).toBe(false);
});
