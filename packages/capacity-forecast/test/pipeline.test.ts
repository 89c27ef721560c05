import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, lendWorld, typeHere, unpublished } from '@applied-modeling/command/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import { type JudgedRun, trainRun } from '../src/pipeline.ts';
import { metricsOf as metricsOfRun, type RunMetrics } from '../src/report/run-files.ts';
import { simulateSmall } from './small-world.ts';

describe('a run at size small', () => {
  let home: string;
  let run: Ended;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'capacity-pipeline-'));
    lendWorld(home, 'capacity-forecast', await simulateSmall());
    run = await typeHere(main, home, ['train', '--size', 'small', '--json', '--threads', '2']);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const metricsOf = ({ stdout }: Ended) => JSON.parse(stdout) as RunMetrics;

  it('prints one object on stdout and nothing else, and leaves its report', () => {
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout.trim().split('\n')).toHaveLength(1);
    const { run_id, seed, size, gate, audit, metrics, baselines } = metricsOf(run);
    expect({ seed, size, audit: audit.passed }).toEqual({ seed: 7, size: 'small', audit: true });
    expect(gate.checks.length + gate.skipped!.length).toBe(9);
    expect(metrics.cost_usd).toBeLessThan(metrics.best_baseline_cost_usd as number);
    expect(Math.min(...Object.values(baselines).map(({ cost_usd }) => cost_usd!))).toBe(metrics.best_baseline_cost_usd);
    expect(readdirSync(join(home, 'runs', 'capacity-forecast', run_id.slice(0, 12)))).toEqual(
      expect.arrayContaining(['ANSWER.md', 'metrics.json', 'report.html', 'report.md', 'training-set.arrow']),
    );
  });

  it('finds the same at one thread, and registers nothing where it could not be published', async () => {
    const elsewhere = join(home, 'unpublished');
    let found = '';
    const tell = (judged: JudgedRun) =>
      (found = JSON.stringify(metricsOfRun(judged, { seconds: {}, peak_rss_mib: 0 })));
    const source = { kind: 'simulated', seed: 7, size: 'small', world: await simulateSmall() } as const;
    const again = trainRun({ ...unpublished(elsewhere, tell), source });
    await expect(again).rejects.toThrow('no room');
    const [two, one] = [metricsOf(run), JSON.parse(found) as RunMetrics];
    for (const part of ['rows', 'metrics', 'baselines', 'policies', 'audit', 'gate', 'fingerprints'] as const) {
      expect(one[part], part).toEqual(two[part]);
    }
    expect(one.run_id).not.toBe(two.run_id);
    expect(existsSync(join(elsewhere, 'mlruns'))).toBe(false);
    expect(existsSync(join(home, 'mlruns'))).toBe(true);
  });
});
