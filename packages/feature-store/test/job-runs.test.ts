import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLake } from '@applied-modeling/lakehouse';
import { expect, test } from 'vitest';
import { buildTrainingSet, compileFeatures, type TrainingSet } from '../src/index.ts';
import { COMMITS_SQL, DECISIONS_SQL, jobFeatures, RUNS_SQL } from './job-runs.ts';
import { bruteForceJoin, type Row } from './reference/brute-force-join.ts';

/** Five features of runs at their start, and the rows they were made from. */
async function build({ runs, jobs, threads }: { runs: number; jobs: number; threads: number }) {
  const lake = await openLake(mkdtempSync(join(tmpdir(), 'feature-store-')), { threads });
  await lake.run(`CREATE TABLE job_runs AS ${RUNS_SQL(runs, jobs)}`);
  await lake.run(`CREATE TABLE table_commits AS ${COMMITS_SQL(runs, jobs)}`);
  const compiled = compileFeatures(jobFeatures, {
    spine: { relation: DECISIONS_SQL('job_runs'), keys: ['job_id', 'table_id'], carry: ['run_id'] },
    relation: ({ name }) => name,
  });
  const set = await buildTrainingSet(lake, compiled);
  const rowsOf = async (sql: string) =>
    (await lake.query(`SELECT to_json(rows)::VARCHAR AS json FROM (${sql}) AS rows`))
      .strings('json')
      .map((json) => JSON.parse(json, (_, value) => (isInstant(value) ? toIso(value) : value)) as Row);
  const close = () => lake.close();
  return { set, rowsOf, close };
}

test('the five features of 600 runs equal plain loops', async () => {
  const { set, rowsOf, close } = await build({ runs: 600, jobs: 12, threads: 1 });
  const spine = await rowsOf(`SELECT * FROM ${DECISIONS_SQL('job_runs')} ORDER BY job_id, table_id, decided_at`);
  const tables = {
    job_runs: await rowsOf('SELECT * FROM job_runs'),
    table_commits: await rowsOf('SELECT * FROM table_commits'),
  };
  close();
  const expected = bruteForceJoin(jobFeatures, spine, tables, 'as-of');
  for (const [index, name] of set.names.entries())
    expect([...set.columns[index]], name).toEqual(expected.map((row) => Math.fround(row[name] ?? Number.NaN)));
  expect(set.maxAvailableAtBySource.history.filter((newest, row) => newest > set.spine.decidedAt[row])).toEqual(
    new Float64Array(),
  );
});

/** More than DuckDB reads in one piece, so that two threads share the work. */
const MANY = 130_000;
const PATIENCE_MS = 120_000;

test(
  `${MANY} runs have the same features at one thread and at two`,
  async () => {
    const ofThreads = async (threads: number) => {
      const { set, close } = await build({ runs: MANY, jobs: 650, threads });
      close();
      return set;
    };
    const [one, two] = [await ofThreads(1), await ofThreads(2)].map(bytesOf);
    for (const [index, bytes] of one.entries()) expect(bytes.equals(two[index])).toBe(true);
  },
  PATIENCE_MS,
);

function bytesOf({ columns }: TrainingSet): readonly Buffer[] {
  return columns.map(({ buffer }) => Buffer.from(buffer as ArrayBuffer));
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(value);
}

function toIso(text: string): string {
  return new Date(text.replace(' ', 'T').replace(/\+00$/, 'Z')).toISOString();
}
