/**
 * Five features of job runs, each decided at the start of the run: how long until they are columns?
 *
 * A run lands up to an hour after it ended, so the newest runs of a job are often not known when the next one starts.
 *
 *     npx -y pnpm@12 bench:event-windows [runs]      (default 400,000 runs of 2,000 jobs; two DuckDB threads)
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTrainingSet, compileFeatures } from '../../packages/feature-store/src/index.ts';
import { COMMITS_SQL, DECISIONS_SQL, jobFeatures, RUNS_SQL } from '../../packages/feature-store/test/job-runs.ts';
import { openLake } from '../../packages/lakehouse/src/index.ts';

const ROUNDS = 5;
const runs = Number(process.argv[2] ?? 400_000);

const dir = mkdtempSync(join(tmpdir(), 'event-windows-'));
const lake = await openLake(dir, { threads: 2 });
const jobs = Math.ceil(runs / 200);
await lake.run(`CREATE TABLE job_runs AS ${RUNS_SQL(runs, jobs)}`);
await lake.run(`CREATE TABLE table_commits AS ${COMMITS_SQL(runs, jobs)}`);
const compiled = compileFeatures(jobFeatures, {
  spine: { relation: DECISIONS_SQL('job_runs'), keys: ['job_id', 'table_id'], carry: ['run_id'] },
  relation: ({ name }) => name,
});

const seconds: number[] = [];
for (let round = 0; round <= ROUNDS; round++) {
  const started = performance.now();
  const { rowCount, names } = await buildTrainingSet(lake, compiled);
  const took = (performance.now() - started) / 1000;
  if (round > 0) seconds.push(took);
  console.log(`${round === 0 ? 'warm-up' : `round ${round}`}: ${rowCount} × ${names.length} in ${took.toFixed(2)} s`);
}
seconds.sort((a, b) => a - b);
console.log(`median ${seconds[Math.floor(ROUNDS / 2)].toFixed(2)} s; the aim is 5 s`);
lake.close();
rmSync(dir, { recursive: true });
