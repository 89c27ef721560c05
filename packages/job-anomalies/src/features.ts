import {
  count,
  difference,
  equals,
  eventView,
  featureSet,
  hoursSinceLast,
  lastValue,
  log,
  max,
  median,
  quantile,
} from '@applied-modeling/feature-store';
import { checkpoints, recent, runs, starts, succeeded } from './candidates.ts';
import { candidateSettings } from './settings.ts';
import { deploys, jobs, reviews, tableCommits } from './tables.ts';

/**
 * What is known of a run at a checkpoint, from what had landed by then. Sources are the runs themselves and the checkpoints
 * that other runs have passed, as `candidates.ts` lays them down, and the tables.
 *
 * Nuisances and causes are kept apart: what a run should take is learnt from its bytes, its workers, its calendar and its past;
 * whether to page may look at deploys and at the pool as well.
 */

export const jobFeatures = featureSet({
  views: [
    eventView({
      ...{ name: 'run', source: starts, entity: 'run_id', freshnessHours: 0.01 },
      features: {
        log_workers: lastValue('log_workers'),
        expected_log_minutes: lastValue('expected_log_minutes', { about: 'expected minutes, in logs' }),
        attempt: lastValue('attempt'),
        is_backfill: lastValue('is_backfill'),
        closes_books: lastValue('closes_books'),
        hour_of_week_then: lastValue('hour_of_week'),
        expected_for_bytes: lastValue('expected_for_bytes'),
        expected_for_workers: lastValue('expected_for_workers'),
      },
    }),
    eventView({
      ...{ name: 'input', source: tableCommits, entity: 'run_id', freshnessHours: 0.05 },
      features: { gigabytes: lastValue('gigabytes') },
    }),
    eventView({
      ...{ name: 'clock', source: checkpoints, entity: 'run_id', freshnessHours: 0.01 },
      features: { multiple: lastValue('multiple', { about: 'checkpoint' }) },
    }),
    eventView({
      ...{ name: 'job', source: jobs, entity: 'job_id', freshnessHours: 24 },
      features: { tier: lastValue('tier'), is_spot: lastValue('is_spot') },
    }),
    eventView({
      ...{ name: 'past', source: runs, entity: 'job_id', freshnessHours: 2 },
      features: {
        runs_28d: count({ days: 28, where: succeeded }),
        log_minutes_30: median('log_minutes', recent),
        p25_log_minutes_30: quantile('log_minutes', 0.25, recent),
        p75_log_minutes_30: quantile('log_minutes', 0.75, recent),
        log_gb_30: median('log_gb', recent),
        log_workers_30: median('log_workers', recent),
        slowness_1: median('slowness', { rows: 1, where: succeeded, about: 'slowness of the last run, in logs' }),
        slowness_3: median('slowness', { rows: 3, where: succeeded, about: 'slowness of the last 3, in logs' }),
        slowness_8: median('slowness', { rows: 8, where: succeeded }),
        slowness_30: median('slowness', recent),
        p10_slowness_30: quantile('slowness', 0.1, recent),
        p90_slowness_30: quantile('slowness', 0.9, recent),
        max_slowness_30: max('slowness', recent),
        slowness_closing: median('slowness', { rows: 5, where: equals('closes_books', true) }),
        hours_since_run: hoursSinceLast({ rows: 1 }),
        hours_since_failure: hoursSinceLast({ rows: 1, where: equals('has_succeeded', false) }),
      },
    }),
    eventView({
      ...{ name: 'same_hour', source: runs, entity: ['job_id', 'hour_of_week'], freshnessHours: 170 },
      features: { p90_same_hour: quantile('log_minutes', 0.9, { rows: 8, where: succeeded }) },
    }),
    eventView({
      ...{ name: 'pool', source: runs, entity: 'compute_id', freshnessHours: 2 },
      features: {
        pool_slowness_6h: median('slowness', { hours: 6, about: 'slowness of the pool, 6 hours, in logs' }),
        pool_slowness_2h: median('slowness', { hours: 2, about: 'slowness of the pool, 2 hours, in logs' }),
      },
    }),
    eventView({
      ...{ name: 'pool_now', source: checkpoints, entity: 'compute_id', freshnessHours: 0.01 },
      features: {
        pool_late_2h: count({
          hours: 2,
          where: equals('multiple', candidateSettings.lateAt),
          about: 'late on the pool, 2 hours',
        }),
        pool_started_2h: count({ hours: 2, where: equals('multiple', 0), about: 'started on the pool, 2 hours' }),
      },
    }),
    eventView({
      ...{ name: 'code', source: deploys, entity: 'job_id', freshnessHours: 0.2 },
      features: { hours_since_deploy: hoursSinceLast({ rows: 1 }), deploys_14d: count({ days: 14 }) },
    }),
    eventView({
      ...{ name: 'verdicts', source: reviews, entity: 'job_id', freshnessHours: 48 },
      features: {
        worthy_14d: count({ days: 14, where: equals('is_page_worthy', true), about: 'worthy pages, 14 days' }),
      },
    }),
  ],
  derived: {
    gb_against_30: difference(log('gigabytes'), 'log_gb_30'),
    workers_against_30: difference('log_workers', 'log_workers_30'),
    spread_30: difference('p90_slowness_30', 'p10_slowness_30'),
    top_30: difference('max_slowness_30', 'slowness_30'),
    drift_8: difference('slowness_8', 'slowness_30'),
  },
});

/** Views that tell of causes, or of what else is slow: what a run should take may not depend on them. */
export const CAUSE_VIEWS: readonly string[] = ['pool', 'pool_now', 'code', 'verdicts'];

/** What a run should take may depend on these and on nothing else: nuisances, and the past of its job. */
// biome-ignore format: read as a paragraph
export const COUNTERFACTUAL: readonly string[] = [
  'expected_log_minutes', 'gb_against_30', 'workers_against_30', 'attempt', 'is_backfill', 'closes_books', 'hour_of_week_then',
  'slowness_1', 'slowness_3', 'slowness_8', 'slowness_30', 'slowness_closing', 'spread_30', 'top_30', 'runs_28d',
  'hours_since_run', 'is_spot', 'tier',
];

/** Whether it is worth a page may depend on causes too, and on what else is slow now. */
// biome-ignore format: read as a paragraph
export const PAGE_FEATURES: readonly string[] = [
  'multiple', 'tier', 'is_spot', 'attempt', 'is_backfill', 'expected_log_minutes', 'gb_against_30', 'slowness_1', 'slowness_3',
  'drift_8', 'spread_30', 'runs_28d', 'hours_since_failure', 'hours_since_deploy', 'deploys_14d', 'worthy_14d',
  'pool_slowness_6h', 'pool_slowness_2h', 'pool_late_2h', 'pool_started_2h',
];
