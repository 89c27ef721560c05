import {
  calendarView,
  count,
  daysSince,
  daysSinceLast,
  daysUntil,
  equals,
  featureSet,
  featureView,
  latestView,
  log,
  mean,
  meanPerDay,
  onlyIf,
  ordinal,
  ratio,
  sum,
} from '@applied-modeling/feature-store';
import * as tables from './tables.ts';

/**
 * What the model sees: 37 features from ten sources, each with its window, clocks and freshness. Training, scoring and
 * monitoring read these definitions and no others; they compile to `features.sql`.
 *
 * Counts are means per observed day, so that an account ten weeks old is not mistaken for one that fell silent. The ratio
 * of four weeks to twelve is the workhorse: it compares an account with itself; against half a year it also sees a decline
 * that has been going on for twelve weeks. Deliberately absent: everything in the CRM, which is overwritten in place and so
 * has no past.
 */

const usage = featureView({
  name: 'usage',
  source: tables.usageDaily,
  entity: 'account_id',
  freshnessHours: 14,
  features: {
    dbu_per_day_7d: meanPerDay('dbu', { days: 7 }),
    dbu_per_day_28d: meanPerDay('dbu', { days: 28 }),
    dbu_per_day_84d: meanPerDay('dbu', { days: 84 }),
    dbu_per_day_182d: meanPerDay('dbu', { days: 182 }),
    jobs_dbu_per_day_84d: meanPerDay('dbu', { days: 84, where: equals('sku', 'JOBS') }),
    sql_dbu_per_day_84d: meanPerDay('dbu', { days: 84, where: equals('sku', 'SQL') }),
  },
});

const feed = featureView({
  name: 'feed',
  source: tables.feedStatus,
  entity: 'region',
  freshnessHours: 14,
  features: {
    usage_complete_days_7d: count({ days: 7, about: 'days of the last week whose billing has fully arrived' }),
  },
});

const season = calendarView({
  name: 'season',
  source: tables.calendar,
  dateColumn: 'calendar_date',
  features: {
    season_7d: mean('usage_factor', { from: -7, to: 0 }),
    season_28d: mean('usage_factor', { from: -28, to: 0 }),
    season_84d: mean('usage_factor', { from: -84, to: 0 }),
    season_182d: mean('usage_factor', { from: -182, to: 0 }),
  },
});

const queries = featureView({
  name: 'queries',
  source: tables.queryDaily,
  entity: 'account_id',
  freshnessHours: 1,
  features: {
    active_users_per_day_14d: meanPerDay('active_users', { days: 14 }),
    active_users_per_day_28d: meanPerDay('active_users', { days: 28 }),
    active_users_per_day_84d: meanPerDay('active_users', { days: 84 }),
    active_users_per_day_182d: meanPerDay('active_users', { days: 182 }),
    failed_queries_per_day_28d: meanPerDay('failed_queries', { days: 28 }),
    failed_queries_per_day_84d: meanPerDay('failed_queries', { days: 84 }),
  },
});

const jobs = featureView({
  name: 'jobs',
  source: tables.jobsDaily,
  entity: 'account_id',
  freshnessHours: 3,
  features: {
    failed_runs_per_day_28d: meanPerDay('failed_runs', { days: 28 }),
    failed_runs_per_day_84d: meanPerDay('failed_runs', { days: 84 }),
    schedules_created_28d: sum('schedules_created', { days: 28 }),
    schedules_created_per_day_84d: meanPerDay('schedules_created', { days: 84 }),
    schedules_deleted_28d: sum('schedules_deleted', { days: 28 }),
    schedules_deleted_per_day_84d: meanPerDay('schedules_deleted', { days: 84 }),
  },
});

const audit = featureView({
  name: 'audit_log',
  source: tables.auditDaily,
  entity: 'account_id',
  freshnessHours: 3,
  features: {
    admin_logins_per_day_28d: meanPerDay('admin_logins', { days: 28 }),
    admin_logins_per_day_84d: meanPerDay('admin_logins', { days: 84 }),
    exports_28d: sum('exports', { days: 28 }),
    exports_per_day_84d: meanPerDay('exports', { days: 84 }),
    tokens_revoked_28d: sum('tokens_revoked', { days: 28 }),
    tokens_revoked_per_day_84d: meanPerDay('tokens_revoked', { days: 84 }),
  },
});

const support = featureView({
  name: 'support',
  source: tables.tickets,
  entity: 'account_id',
  freshnessHours: 26,
  features: {
    tickets_14d: count({ days: 14 }),
    tickets_28d: count({ days: 28 }),
    tickets_84d: count({ days: 84 }),
    high_severity_tickets_28d: count({ days: 28, where: equals('severity', 'high') }),
  },
});

const contact = featureView({
  name: 'contact',
  source: tables.contacts,
  entity: 'account_id',
  freshnessHours: 1,
  features: { days_since_contact: daysSinceLast({ days: 182, where: equals('is_contacted', true) }) },
});

const commitment = latestView({
  name: 'commitment',
  source: tables.contracts,
  entity: 'account_id',
  freshnessHours: 26,
  features: { days_to_commit_end: daysUntil('commit_end') },
});

const account = latestView({
  name: 'account',
  source: tables.accounts,
  entity: 'account_id',
  freshnessHours: 26,
  features: {
    tenure_days: daysSince('signup_date'),
    segment_rank: ordinal('segment', ['smb', 'mid_market', 'enterprise']),
  },
});

/** Pseudo-count of a ratio of rare counts: about one event in four weeks. */
const ONE_EVENT = 1 / 28;

const adjusted = (window: '7d' | '28d' | '84d' | '182d') => ratio(`dbu_per_day_${window}`, `season_${window}`);

export const churnFeatures = featureSet({
  views: [usage, feed, season, queries, jobs, audit, support, contact, commitment, account],
  derived: {
    baseline_dbu_per_day: adjusted('84d'),
    log_baseline_dbu: log('baseline_dbu_per_day', { plus: 0.1 }),
    usage_ratio_28_84: ratio(adjusted('28d'), 'baseline_dbu_per_day'),
    usage_ratio_28_182: ratio(adjusted('28d'), adjusted('182d')),
    billed_ratio_7_84: ratio(adjusted('7d'), 'baseline_dbu_per_day'),
    usage_ratio_7_84: onlyIf('billed_ratio_7_84', 'usage_complete_days_7d', { atLeast: 5 }),
    jobs_share_84d: ratio('jobs_dbu_per_day_84d', 'dbu_per_day_84d'),
    sql_share_84d: ratio('sql_dbu_per_day_84d', 'dbu_per_day_84d'),
    users_ratio_14_84: ratio('active_users_per_day_14d', 'active_users_per_day_84d', { pseudo: ONE_EVENT }),
    users_ratio_28_84: ratio('active_users_per_day_28d', 'active_users_per_day_84d', { pseudo: ONE_EVENT }),
    users_ratio_28_182: ratio('active_users_per_day_28d', 'active_users_per_day_182d', { pseudo: ONE_EVENT }),
    failed_queries_ratio_28_84: ratio('failed_queries_per_day_28d', 'failed_queries_per_day_84d', {
      pseudo: ONE_EVENT,
    }),
    failed_runs_ratio_28_84: ratio('failed_runs_per_day_28d', 'failed_runs_per_day_84d', { pseudo: ONE_EVENT }),
    admin_logins_ratio_28_84: ratio('admin_logins_per_day_28d', 'admin_logins_per_day_84d', { pseudo: ONE_EVENT }),
  },
  // biome-ignore format: read as a paragraph, a source a line
  modelColumns: [
    'log_baseline_dbu', 'usage_ratio_28_84', 'usage_ratio_28_182', 'usage_ratio_7_84', 'jobs_share_84d', 'sql_share_84d',
    'active_users_per_day_28d', 'active_users_per_day_84d', 'users_ratio_14_84', 'users_ratio_28_84', 'users_ratio_28_182',
    'failed_queries_per_day_28d', 'failed_queries_per_day_84d', 'failed_queries_ratio_28_84',
    'failed_runs_per_day_28d', 'failed_runs_per_day_84d', 'failed_runs_ratio_28_84',
    'schedules_created_28d', 'schedules_created_per_day_84d', 'schedules_deleted_28d', 'schedules_deleted_per_day_84d',
    'admin_logins_per_day_28d', 'admin_logins_per_day_84d', 'admin_logins_ratio_28_84',
    'exports_28d', 'exports_per_day_84d', 'tokens_revoked_28d', 'tokens_revoked_per_day_84d',
    'tickets_14d', 'tickets_28d', 'tickets_84d', 'high_severity_tickets_28d',
    'days_since_contact', 'days_to_commit_end', 'tenure_days', 'segment_rank', 'usage_complete_days_7d',
  ],
});

/** What the names of features do not say. */
export const FEATURE_WORDS = {
  log_baseline_dbu: 'usual usage, DBU a day in logs',
  jobs_share_84d: 'share of usage from jobs, 84 days',
  sql_share_84d: 'share of usage from SQL, 84 days',
  high_severity_tickets_28d: 'severe tickets, 28 days',
  segment_rank: 'segment, small to enterprise',
  tenure_days: 'days as a customer',
  days_to_commit_end: 'days to the end of the contract',
  days_since_contact: 'days since the last contact',
};
