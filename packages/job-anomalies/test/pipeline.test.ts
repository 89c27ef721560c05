import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, lendWorld, typeHere, unpublished } from '@applied-modeling/command/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import { type JudgedRun, trainRun } from '../src/pipeline.ts';
import { type JobsMetrics, metricsOf } from '../src/report/run-files.ts';
import { world } from './small-run.ts';

describe('a run at size small', () => {
  let home: string;
  let run: Ended;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'jobs-pipeline-'));
    lendWorld(home, 'job-anomalies', world);
    run = await typeHere(main, home, ['train', '--size', 'small', '--json', '--threads', '2']);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const printed = ({ stdout }: Ended) => JSON.parse(stdout) as JobsMetrics;

  it('prints one object on stdout and nothing else, and leaves its report', () => {
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout.trim().split('\n')).toHaveLength(1);
    const { run_id, seed, size, gate, audit, metrics, baselines } = printed(run);
    expect({ seed, size, audit: audit.passed }).toEqual({ seed: 7, size: 'small', audit: true });
    expect(gate.checks.length + gate.skipped!.length).toBe(8);
    for (const figure of ['precision_at_budget', 'pages_per_day', 'time_to_detect_minutes_p50', 'net_value_usd'])
      expect(metrics[figure], figure).toEqual(expect.any(Number));
    expect(metrics.duplicate_page_share).toBeLessThan(0.1);
    expect(Object.keys(baselines).length).toBeGreaterThanOrEqual(6);
    expect(readdirSync(join(home, 'runs', 'job-anomalies', run_id.slice(0, 12)))).toEqual(
      expect.arrayContaining(['ANSWER.md', 'metrics.json', 'report.html', 'report.md', 'training-set.arrow']),
    );
  });

  it('finds the same at one thread, and registers nothing where it could not be published', async () => {
    const elsewhere = join(home, 'unpublished');
    let found = '';
    const tell = (judged: JudgedRun) => (found = JSON.stringify(metricsOf(judged, { seconds: {}, peak_rss_mib: 0 })));
    const source = { kind: 'simulated', seed: 7, size: 'small', world } as const;
    await expect(trainRun({ ...unpublished(elsewhere, tell), source })).rejects.toThrow('no room');
    const [two, one] = [printed(run), JSON.parse(found) as JobsMetrics];
    for (const part of ['rows', 'metrics', 'baselines', 'money', 'audit', 'gate', 'fingerprints'] as const) {
      expect(one[part], part).toEqual(two[part]);
    }
    expect(one.run_id).not.toBe(two.run_id);
    expect(existsSync(join(elsewhere, 'mlruns'))).toBe(false);
    expect(existsSync(join(home, 'mlruns'))).toBe(true);
  });
});
