import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, lendWorld, typeHere } from '@applied-modeling/command/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import { headlineMetrics } from '../src/evaluation/headline-metrics.ts';
import type { JobsMetrics } from '../src/report/run-files.ts';
import { evaluation, ingested, set, world } from './small-run.ts';

describe('a run at size small', () => {
  let home: string;
  let run: Ended;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'jobs-pipeline-'));
    lendWorld(home, 'job-anomalies', world);
    run = await typeHere(main, home, ['train', '--size', 'small', '--json', '--threads', '1']);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const printed = ({ stdout }: Ended) => JSON.parse(stdout) as JobsMetrics;

  it('prints one object on stdout and nothing else, and leaves its report', () => {
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout.trim().split('\n')).toHaveLength(1);
    const { run_id, seed, size, gate, audit, metrics, baselines } = printed(run);
    expect({ seed, size, audit: audit.passed }).toEqual({ seed: 7, size: 'small', audit: true });
    expect(gate.checks.length + gate.skipped!.length).toBe(9);
    for (const figure of ['precision_at_budget', 'pages_per_day', 'time_to_detect_minutes_p50', 'net_value_usd'])
      expect(metrics[figure], figure).toEqual(expect.any(Number));
    expect(metrics.duplicate_page_share).toBeLessThan(0.1);
    expect(Object.keys(baselines).length).toBeGreaterThanOrEqual(6);
    expect(readdirSync(join(home, 'runs', 'job-anomalies', run_id.slice(0, 12)))).toEqual(
      expect.arrayContaining(['ANSWER.md', 'metrics.json', 'report.html', 'report.md', 'training-set.arrow']),
    );
  });

  it('finds at one thread what was found at two', () => {
    const { fingerprints, metrics, money, baselines } = printed(run);
    expect(fingerprints).toMatchObject({ data: ingested.fingerprint, features: set.fingerprint });
    expect(metrics).toMatchObject(JSON.parse(JSON.stringify(headlineMetrics(evaluation))));
    expect(money.map(({ net_usd }) => net_usd)).toEqual(evaluation.paging.policies.map(({ net }) => net.estimate));
    const precise = Object.fromEntries(evaluation.ladder.map((rung) => [rung.name, rung.averagePrecision.estimate]));
    for (const [rung, figures] of Object.entries(baselines)) expect(figures.average_precision).toBe(precise[rung]);
  });
});
