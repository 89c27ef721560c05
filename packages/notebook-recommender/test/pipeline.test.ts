import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, lendWorld, typeHere } from '@applied-modeling/command/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import { headlineMetrics } from '../src/evaluation/headline-metrics.ts';
import type { NotebookMetrics } from '../src/report/run-files.ts';
import { evaluation, ingested, set, world } from './small-run.ts';

describe('a run at size small', () => {
  let home: string;
  let run: Ended;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'notebooks-pipeline-'));
    lendWorld(home, 'notebook-recommender', world);
    run = await typeHere(main, home, ['train', '--size', 'small', '--json', '--threads', '1']);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const printed = () => JSON.parse(run.stdout) as NotebookMetrics;
  const suggest = (...flags: string[]) => typeHere(main, home, ['suggest', ...flags]);
  const somebody = set.requests.userId[set.requests.userId.length - 1];

  it('prints one object and leaves its report and its answer', () => {
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout.trim().split('\n')).toHaveLength(1);
    const { run_id, seed, size, audit } = printed();
    expect({ seed, size, audit: audit.passed }).toEqual({ seed: 7, size: 'small', audit: true });
    expect(readdirSync(join(home, 'runs', 'notebook-recommender', run_id.slice(0, 12)))).toEqual(
      expect.arrayContaining(['ANSWER.md', 'metrics.json', 'report.html', 'training-set.arrow']),
    );
  });

  it('finds at one thread what was found at two', () => {
    const { fingerprints, metrics, money } = printed();
    expect(fingerprints).toMatchObject({ data: ingested.fingerprint, features: set.fingerprint });
    expect(metrics).toMatchObject(JSON.parse(JSON.stringify(headlineMetrics(evaluation))));
    expect(money!.map(({ net_usd }) => net_usd)).toEqual(evaluation.money!.priced.map(({ net }) => net.estimate));
  });

  it('answers one page afterwards, with reasons or the reason for silence', async () => {
    const { code, stdout, stderr } = await suggest('--user', somebody, '--at', '2024-06-18T10:00');
    expect(code, stderr).toBe(0);
    for (const words of ['blank page of', 'considered', 'verdict', 'version 2']) expect(stdout).toContain(words);
    expect(stdout).not.toMatch(/NaN|undefined|null/);
  });

  it.each([
    ['nobody', [], /nobody was named.*\n.*--user user-/],
    ['somebody unknown', ['--user', 'x'], /x is nobody of \d+ users/],
    ['no instant', ['--user', somebody, '--at', 'soon'], /--at soon is no instant.*\n.*such as --at 2024/],
    [
      'a time beyond the tables',
      ['--user', somebody, '--at', '2030-01-01'],
      /lies outside of the tables, 2024-01-01 to/,
    ],
  ])('refuses in words a page of %s', async (_, flags, words) => {
    const { code, stderr } = await suggest(...flags);
    expect([code, stderr]).toEqual([1, expect.stringMatching(words)]);
  });
});
