import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, lendWorld, typeHere } from '@applied-modeling/command/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import { headlineMetrics } from '../src/evaluation/headline-metrics.ts';
import type { SqlMetrics } from '../src/report/run-files.ts';
import { evaluation, ingested, set, world } from './small-run.ts';

describe('a run at size small', () => {
  let home: string;
  let run: Ended;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'sql-pipeline-'));
    lendWorld(home, 'expensive-sql', world);
    run = await typeHere(main, home, ['train', '--size', 'small', '--json', '--threads', '1']);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const printed = () => JSON.parse(run.stdout) as SqlMetrics;

  it('prints one object and leaves its report, its answer and what its gateway looks up', () => {
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout.trim().split('\n')).toHaveLength(1);
    const { run_id, seed, size, audit } = printed();
    expect({ seed, size, audit: audit.passed }).toEqual({ seed: 7, size: 'small', audit: true });
    expect(readdirSync(join(home, 'runs', 'expensive-sql', run_id.slice(0, 12)))).toEqual(
      expect.arrayContaining(['ANSWER.md', 'metrics.json', 'online-store.json', 'report.html', 'training-set.arrow']),
    );
  });

  it('finds at one thread what was found at two', () => {
    const { fingerprints, metrics, money } = printed();
    expect(fingerprints).toMatchObject({ data: ingested.fingerprint, features: set.fingerprint });
    expect(metrics).toMatchObject(JSON.parse(JSON.stringify(headlineMetrics(evaluation))));
    const { placed, free } = evaluation.money;
    expect(money.map(({ net_usd }) => net_usd)).toEqual(placed.rungs.map(({ net }) => net.estimate));
    expect(money.map(({ free_net_usd }) => free_net_usd)).toEqual(free.rungs.map(({ net }) => net.estimate));
  });

  it('answers one text afterwards: a verdict, a chance, reasons and the time it took', async () => {
    const found = await ingested.lake.query('SELECT statement_text FROM query_history LIMIT 1');
    const { code, stdout, stderr } = await typeHere(main, home, ['explain', found.strings('statement_text')[0]]);
    expect(code, stderr).toBe(0);
    for (const words of ['verdict', 'chance', 'reads', 'why', 'took', 'version']) expect(stdout).toContain(words);
    expect(stdout).not.toMatch(/NaN|undefined/);
  });

  it('explains no text that is not one SELECT, and says that it would be admitted', async () => {
    for (const text of ['DROP TABLE orders', 'SELECT (', 'SELECT 1; SELECT 2', '']) {
      const { code, stderr } = await typeHere(main, home, ['explain', text]);
      expect([code, stderr]).toEqual([1, expect.stringContaining('a gateway admits such a query')]);
    }
  });
});
