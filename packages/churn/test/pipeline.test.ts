import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, lendWorld, typeHere, unpublished } from '@applied-modeling/command/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import { type JudgedRun, trainRun } from '../src/pipeline.ts';
import { metricsOf as figuresOfRun, type RunMetrics } from '../src/report/run-files.ts';
import { scratch } from './scratch.ts';
import { simulateSmall } from './small-world.ts';

describe('a run at size small', () => {
  let home: string;
  let run: Ended;
  beforeAll(async () => {
    home = scratch('home');
    lendWorld(home, 'churn', await simulateSmall());
    run = await typeHere(main, home, ['train', '--size', 'small', '--', '--json', '--threads', '2']);
  });
  const metricsOf = ({ stdout }: Ended) => JSON.parse(stdout) as RunMetrics;

  it('prints one object on stdout and nothing else, and leaves its report', () => {
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout.trim().split('\n')).toHaveLength(1);
    const { run_id, seed, size, gate, audit } = metricsOf(run);
    const found = { seed, size, audit: audit.passed, gate: gate.checks.length };
    expect(found).toEqual({ seed: 7, size: 'small', audit: true, gate: 9 });
    expect(readdirSync(join(home, 'runs', 'churn', run_id.slice(0, 12)))).toEqual(
      expect.arrayContaining(['ANSWER.md', 'metrics.json', 'report.html', 'report.md', 'training-set.arrow']),
    );
  });

  it('finds the same at one thread, and registers nothing where it could not be published', async () => {
    const elsewhere = scratch('unpublished');
    let found = '';
    const tell = (judged: JudgedRun) =>
      (found = JSON.stringify(figuresOfRun(judged, { seconds: {}, peak_rss_mib: 0 })));
    const source = { kind: 'simulated', seed: 7, size: 'small', world: await simulateSmall() } as const;
    const again = trainRun({ ...unpublished(elsewhere, tell), source, engine: 'gbm' });
    await expect(again).rejects.toThrow('no room');
    const [two, one] = [metricsOf(run), JSON.parse(found) as RunMetrics];
    for (const part of ['rows', 'metrics', 'baselines', 'audit', 'gate', 'fingerprints'] as const) {
      expect(one[part], part).toEqual(two[part]);
    }
    expect(one.run_id).not.toBe(two.run_id);
    expect(existsSync(join(elsewhere, 'mlruns'))).toBe(false);
    expect(existsSync(join(home, 'mlruns'))).toBe(true);
  });
});
