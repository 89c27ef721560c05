import { bitemporalTable, double, int, long, tableContract, timestamp } from '@applied-modeling/lakehouse';
import { z } from 'zod';

/**
 * The tables job runs are judged from, as contracts: grain, key, two clocks, and what a value may be. The simulated world writes
 * them and a person's own files must satisfy the same ones (`--data DIR`; `--explain-data` prints this page).
 *
 * Names follow Databricks system tables where one exists. `available_at` is when the system table has the row, an hour or so
 * after the event; what the event stream tells within seconds (that a run has started, that it is still running) needs no table.
 */

const jobId = z.string().min(1);
const runId = long().min(0);

export const jobs = tableContract({
  name: 'jobs',
  grain: 'one row per job',
  columns: {
    job_id: jobId,
    owner_team: z.string().nullable().describe('whose pager rings'),
    tier: int().min(1).max(4).nullable().describe('1: customers see it late; 4: nobody waits for it'),
    job_type: z.string().nullable(),
    schedule: z.string().nullable(),
    is_spot: z.boolean().nullable().describe('runs on machines that can be taken away'),
    first_run_at: timestamp(),
    available_at: timestamp().describe('from when the row could be known'),
  },
  key: ['job_id'],
  clocks: { eventTime: 'first_run_at', availableAt: 'available_at' },
  history: 'static',
});

export const jobRunTimeline = bitemporalTable({
  name: 'job_run_timeline',
  grain: 'one row per run per hour of the clock it ran in',
  columns: {
    run_id: runId,
    job_id: jobId,
    trigger_type: z.enum(['CRON', 'BACKFILL', 'REPAIR']).nullable(),
    attempt: int().min(1).nullable(),
    compute_id: z.string().nullable().describe('the pool of machines under it'),
    workers: int().min(1).nullable().describe('asked for when it started'),
    setup_seconds: int().min(0).nullable().describe('queue and cluster start, before period_start'),
    result_state: z.enum(['SUCCESS', 'FAILED']).nullable().describe('null until the last slice'),
    period_start: timestamp(),
    period_end: timestamp(),
  },
  key: ['run_id', 'period_start'],
  eventTime: 'period_start',
});

export const tableCommits = bitemporalTable({
  name: 'table_commits',
  grain: 'one row per commit that triggers a run',
  columns: {
    job_id: jobId,
    run_id: runId.describe('the run that reads it'),
    gigabytes: double().min(0),
    committed_at: timestamp(),
  },
  key: ['run_id'],
  eventTime: 'committed_at',
});

export const deploys = bitemporalTable({
  name: 'deploys',
  grain: 'one row per deploy of a job',
  columns: { job_id: jobId, deployed_at: timestamp() },
  key: ['job_id', 'deployed_at'],
  eventTime: 'deployed_at',
});

export const reviews = bitemporalTable({
  name: 'reviews',
  grain: 'one row per run somebody looked at',
  columns: {
    run_id: runId,
    job_id: jobId,
    assigned_by: z.enum(['page', 'lot']).describe('looked at because somebody was paged, or by lot among the others'),
    propensity: double().gt(0).max(1).describe('chance of being looked at'),
    is_page_worthy: z.boolean(),
    reviewed_at: timestamp(),
  },
  key: ['run_id'],
  eventTime: 'reviewed_at',
});

/** The hidden truth: a side-car that only 6-evaluate and what comes after it may read. */
export const truth = tableContract({
  name: 'truth',
  grain: 'one row per run',
  columns: {
    run_id: runId,
    expected_minutes: double().gt(0).describe('what the run should have taken: given bytes, workers and calendar'),
    centre: double().describe('log minutes it would have taken without cause or luck, creep included'),
    scale: double().gt(0).describe('standard deviation of the luck'),
    cause: z.enum(['none', 'skew', 'spot loss', 'bad node', 'regression', 'creep']),
    cause_log_factor: double().min(0).describe('by which all causes but creep lengthen it, in the log'),
    incident_id: int().describe(
      'of what slows more runs than this one: above 0 of a job, below 0 of a pool, 0 for none',
    ),
    has_bad_node: z.boolean(),
    p_regression: double().min(0).max(1).describe('that code broke before, from the earlier runs of the job'),
    regression_log_factor: double().describe('how much slower it is then, in the log, on average'),
  },
  key: ['run_id'],
  history: 'static',
});

/** What `--data DIR` may hold: the runs are required, every other table makes more features available. */
export const REQUIRED_TABLES = [jobRunTimeline] as const;
export const OPTIONAL_TABLES = [jobs, tableCommits, deploys, reviews] as const;
