/** Job runs that land late, the commits that trigger them, and five features of a run at its start; of any size. */

import { int, long, tableContract, timestamp } from '@applied-modeling/lakehouse';
import { z } from 'zod';
import { count, equals, eventView, featureSet, hoursSinceLast, lastValue, meanPerRow, median } from '../src/index.ts';

const jobRuns = tableContract({
  name: 'job_runs',
  grain: 'one row per run',
  columns: {
    job_id: z.string(),
    table_id: z.string(),
    run_id: int(),
    started_at: timestamp(),
    ended_at: timestamp(),
    duration_ms: long(),
    result_state: z.enum(['SUCCEEDED', 'FAILED']),
    available_at: timestamp(),
  },
  key: ['run_id'],
  clocks: { eventTime: 'ended_at', availableAt: 'available_at' },
  history: 'bitemporal',
});

const tableCommits = tableContract({
  name: 'table_commits',
  grain: 'one row per commit of a table',
  columns: {
    table_id: z.string(),
    commit_id: int(),
    committed_at: timestamp(),
    bytes: long(),
    available_at: timestamp(),
  },
  key: ['commit_id'],
  clocks: { eventTime: 'committed_at', availableAt: 'available_at' },
  history: 'bitemporal',
});

export const jobFeatures = featureSet({
  views: [
    eventView({
      name: 'history',
      source: jobRuns,
      entity: 'job_id',
      freshnessHours: 1,
      features: {
        mean_duration_5: meanPerRow('duration_ms', { rows: 5 }),
        median_duration_30: median('duration_ms', { rows: 30 }),
        hours_since_failure: hoursSinceLast({ rows: 1, where: equals('result_state', 'FAILED') }),
        runs_24h: count({ hours: 24 }),
      },
    }),
    eventView({
      name: 'input',
      source: tableCommits,
      entity: 'table_id',
      freshnessHours: 1,
      features: { commit_bytes: lastValue('bytes') },
    }),
  ],
});

/** Each job runs twice a day, for up to ten hours, and its rows land up to an hour after the end; one in twenty fails. */
export const RUNS_SQL = (runs: number, jobs: number) => `
  SELECT *, epoch_ms(ended_at) - epoch_ms(started_at) AS duration_ms,
    ended_at + to_seconds((hash(run_id, 3) % 3600)::BIGINT) AS available_at
  FROM (
    SELECT *, started_at + to_seconds(60 + (hash(run_id, 2) % 36000)::BIGINT) AS ended_at
    FROM (
      SELECT
        'job-' || lpad((i % ${jobs})::VARCHAR, 6, '0') AS job_id,
        'table-' || lpad((i % ${jobs} // 3)::VARCHAR, 6, '0') AS table_id,
        i::INTEGER AS run_id,
        TIMESTAMPTZ '2025-01-01 00:00:00Z' + to_seconds(i // ${jobs} * 43200 + (hash(i, 1) % 40000)::BIGINT) AS started_at,
        CASE WHEN hash(i, 4) % 20 = 0 THEN 'FAILED' ELSE 'SUCCEEDED' END AS result_state
      FROM range(${runs}) AS numbers(i)
    )
  )`;

/** A commit each half day and table, known within a minute. */
export const COMMITS_SQL = (commits: number, jobs: number) => `
  SELECT *, committed_at + to_seconds((hash(commit_id, 6) % 60)::BIGINT) AS available_at
  FROM (
    SELECT
      'table-' || lpad((i % ${jobs} // 3)::VARCHAR, 6, '0') AS table_id,
      i::INTEGER AS commit_id,
      TIMESTAMPTZ '2025-01-01 00:00:00Z' + to_seconds(i // ${jobs} * 43200 + (hash(i, 5) % 43200)::BIGINT) AS committed_at,
      (1000000 + hash(i, 7) % 1000000000)::BIGINT AS bytes
    FROM range(${commits}) AS numbers(i)
  )`;

/** A decision at the start of each run, about its job and the table it reads. */
export const DECISIONS_SQL = (relation: string) =>
  `(SELECT job_id, table_id, started_at AS decided_at, run_id FROM ${relation})`;
