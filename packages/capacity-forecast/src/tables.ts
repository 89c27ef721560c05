import {
  bitemporalTable,
  date,
  double,
  int,
  monday,
  tableContract,
  timestamp,
  wholeHour,
} from '@applied-modeling/lakehouse';
import { z } from 'zod';

/**
 * The tables the plan is made from, as contracts: grain, key, two clocks, and what a value may be. The simulated world
 * writes them and a person's own files must satisfy the same ones.
 *
 * What is decided, published or signed ahead of time (levels, holidays, launches, tenants, jobs) happens in its table when it
 * becomes known: such a table has no other clock than `available_at`, and its dates lie in the future of the row.
 *
 * Usage is what was served, not what was asked for: it stops at the capacity of the week. The three tables that tell the
 * difference (capacity_weekly, stockouts, launch_failures) each know a part of it, and none knows the demand that was lost.
 */

const seriesId = z.string().min(1);
const hour = wholeHour();

export const series = tableContract({
  name: 'series',
  grain: 'one row per region and node family',
  columns: {
    series_id: seriesId.describe('cloud/region/family'),
    cloud: z.enum(['aws', 'azure', 'gcp']),
    region: z.string().min(1),
    country: z.string().min(2).max(2).describe('whose holidays are kept, ISO 3166'),
    utc_offset_hours: double().min(-12).max(14).describe('of local standard time, the whole year; India is at 5.5'),
    family: z.string().min(1).describe('what the nodes are good at, the same name in every cloud'),
    neighbour_series_id: seriesId.describe('the same family in the region that is tried next'),
  },
  key: ['series_id'],
  history: 'static',
});

export const usageHourly = bitemporalTable({
  name: 'usage_hourly',
  grain: 'one row per series per hour per record type',
  columns: {
    series_id: seriesId,
    record_type: z.enum(['ORIGINAL', 'CORRECTION']),
    node_hours: int().describe('nodes in use through the hour; signed in a correction, which is added to the original'),
    hour,
  },
  key: ['series_id', 'hour', 'record_type'],
  eventTime: 'hour',
});

export const stockouts = bitemporalTable({
  name: 'stockouts',
  grain: 'one row per series per hour with a stock-out',
  columns: { series_id: seriesId, minutes: int().min(1).max(60), hour },
  key: ['series_id', 'hour'],
  eventTime: 'hour',
});

export const launchFailures = bitemporalTable({
  name: 'launch_failures',
  grain: 'one row per series per hour per attempt with failures',
  columns: {
    series_id: seriesId,
    attempt: int().min(1).max(4).describe('1 is the first request; 2 to 4 are the same clusters trying again'),
    clusters: int().min(1).describe('clusters of one node each that got no node'),
    hour,
  },
  key: ['series_id', 'hour', 'attempt'],
  eventTime: 'hour',
});

export const capacityWeekly = bitemporalTable({
  name: 'capacity_weekly',
  grain: 'one row per series per week',
  columns: {
    series_id: seriesId,
    nodes: int().min(0).describe('provisioned from Monday 00:00 to the next, UTC'),
    week_start: monday(),
  },
  key: ['series_id', 'week_start'],
});

export const calendar = bitemporalTable({
  name: 'calendar',
  grain: 'one row per country per holiday',
  columns: {
    country: z.string().min(2).max(2),
    holiday: z.string().min(1),
    holiday_date: date(),
  },
  key: ['country', 'holiday_date', 'holiday'],
});

export const launches = bitemporalTable({
  name: 'launches',
  grain: 'one row per product launch',
  columns: {
    launch_id: z.string().min(1),
    region: z.string().min(1),
    family: z.string().nullable().describe('null: every family of the region'),
    uplift: double()
      .gt(0)
      .describe('share of demand added on the first day; it falls to 0 on ends_on in a straight line'),
    announced_at: timestamp(),
    effective_on: date(),
    ends_on: date().describe('first day without it'),
  },
  key: ['launch_id'],
  eventTime: 'announced_at',
});

export const tenants = bitemporalTable({
  name: 'tenants',
  grain: 'one row per big tenant per change of what is known about it',
  columns: {
    tenant_id: z.string().min(1),
    series_id: seriesId,
    nodes: int().min(1).describe('added to demand, day and night'),
    starts_on: date(),
    ends_on: date().nullable().describe('first day without it; null while no notice has been given'),
  },
  key: ['tenant_id', 'available_at'],
});

export const scheduledJobs = bitemporalTable({
  name: 'scheduled_jobs',
  grain: 'one row per weekly job per change of what is known about it',
  columns: {
    job_id: z.string().min(1),
    series_id: seriesId,
    first_hour_of_week: int().min(0).max(167).describe('0 is Monday 00:00 UTC'),
    hours: int().min(1).max(168).describe('never past the end of the week'),
    nodes: int().min(1).describe('asked for; about nine in ten are used'),
    starts_on: monday(),
    ends_on: monday().nullable().describe('first day without it; null while it goes on'),
  },
  key: ['job_id', 'available_at'],
});

/**
 * What `--data DIR` may hold: the first two are required, every other table makes more features available. Without
 * `capacity_weekly` the four-week rule stands in for what was provisioned.
 */
export const REQUIRED_TABLES = [series, usageHourly] as const;
export const OPTIONAL_TABLES = [
  capacityWeekly,
  stockouts,
  launchFailures,
  calendar,
  launches,
  tenants,
  scheduledJobs,
] as const;
