import { bitemporalTable, date, decimal, double, int, tableContract, timestamp } from '@applied-modeling/lakehouse';
import { z } from 'zod';

/**
 * The tables churn is answered from, as contracts: grain, key, two clocks, and what a value may be. The simulated world
 * writes them and a person's own files must satisfy the same ones (`--data DIR`; `--explain-data` prints this page).
 *
 * Names follow Databricks system tables where one exists. Every row says when it happened and when it could have been known
 * (`available_at`, which every bitemporal table has); a correction is a new row, never an overwritten one. The one exception
 * is `crm`, which is the lesson.
 */

const accountId = z.string().min(1);

export const accounts = tableContract({
  name: 'accounts',
  grain: 'one row per account id',
  columns: {
    account_id: accountId,
    segment: z.enum(['smb', 'mid_market', 'enterprise']).nullable(),
    cloud: z.enum(['aws', 'azure', 'gcp']).nullable(),
    region: z.string().nullable().describe('home region; billing arrives region by region'),
    arr_usd: decimal(18, 2).nullable().describe('annual recurring revenue; money needs it'),
    signup_date: date(),
    available_at: timestamp().describe('from when the row could be known'),
  },
  key: ['account_id'],
  clocks: { eventTime: 'signup_date', availableAt: 'available_at' },
  history: 'static',
});

export const usageDaily = bitemporalTable({
  name: 'usage_daily',
  grain: 'one row per account per day per SKU per record type',
  columns: {
    account_id: accountId,
    sku: z.string().min(1),
    dbu: decimal(18, 3).describe('signed: a retraction is negative'),
    record_type: z.enum(['ORIGINAL', 'RETRACTION', 'RESTATEMENT']),
    usage_date: date(),
  },
  key: ['account_id', 'usage_date', 'sku', 'record_type'],
  eventTime: 'usage_date',
});

export const feedStatus = bitemporalTable({
  name: 'feed_status',
  grain: 'one row per region per usage day',
  columns: { region: z.string(), usage_date: date() },
  key: ['region', 'usage_date'],
  eventTime: 'usage_date',
});

export const calendar = tableContract({
  name: 'calendar',
  grain: 'one row per day',
  columns: {
    calendar_date: date(),
    usage_factor: double().gt(0).describe('published seasonal factor, 1 on an ordinary day'),
  },
  key: ['calendar_date'],
  history: 'static',
});

export const queryDaily = bitemporalTable({
  name: 'query_daily',
  grain: 'one row per account per day with queries',
  columns: {
    account_id: accountId,
    active_users: int().min(0),
    failed_queries: int().min(0),
    query_date: date(),
  },
  key: ['account_id', 'query_date'],
  eventTime: 'query_date',
});

export const jobsDaily = bitemporalTable({
  name: 'jobs_daily',
  grain: 'one row per account per day with job events',
  columns: {
    account_id: accountId,
    failed_runs: int().min(0),
    schedules_created: int().min(0),
    schedules_deleted: int().min(0),
    run_date: date(),
  },
  key: ['account_id', 'run_date'],
  eventTime: 'run_date',
});

export const auditDaily = bitemporalTable({
  name: 'audit_daily',
  grain: 'one row per account per day with audit events',
  columns: {
    account_id: accountId,
    admin_logins: int().min(0),
    exports: int().min(0),
    tokens_revoked: int().min(0),
    event_date: date(),
  },
  key: ['account_id', 'event_date'],
  eventTime: 'event_date',
});

export const tickets = bitemporalTable({
  name: 'tickets',
  grain: 'one row per support ticket',
  columns: {
    ticket_id: z.string().min(1),
    account_id: accountId,
    severity: z.enum(['low', 'high']).nullable(),
    opened_date: date(),
  },
  key: ['ticket_id'],
  eventTime: 'opened_date',
});

export const contracts = bitemporalTable({
  name: 'contracts',
  grain: 'one row per account per commitment',
  columns: { account_id: accountId, commit_start: date(), commit_end: date() },
  key: ['account_id', 'commit_start'],
  eventTime: 'commit_start',
});

export const contacts = bitemporalTable({
  name: 'contacts',
  grain: 'one row per account per entry on the watch-list',
  columns: {
    account_id: accountId,
    assigned_by: z.enum(['rule', 'model', 'random']),
    propensity: double().min(0).max(1).describe('chance of being contacted once listed; 0 in the holdout'),
    is_contacted: z.boolean(),
    is_holdout: z.boolean(),
    contact_date: date(),
  },
  key: ['account_id', 'contact_date'],
  eventTime: 'contact_date',
});

export const accountEvents = bitemporalTable({
  name: 'account_events',
  grain: 'one row per migration, pause or closure of an account',
  columns: {
    account_id: accountId,
    event: z.enum(['migration', 'pause', 'closure']),
    successor_account_id: z.string().nullable().describe('where the usage went; migrations only'),
    starts_on: date(),
    ends_on: date().nullable().describe('first day after it; pauses only'),
  },
  key: ['account_id', 'event', 'starts_on'],
  eventTime: 'starts_on',
});

export const crm = tableContract({
  name: 'crm',
  grain: 'one row per account id, overwritten every night',
  columns: {
    account_id: accountId,
    health_status: z.enum(['green', 'yellow', 'red']),
    stage: z.enum(['active', 'renewal', 'closed_lost']),
    last_note_sentiment: double().min(-1).max(1),
    current_workspace_count: int().min(0),
    updated_at: timestamp(),
  },
  key: ['account_id'],
  clocks: { availableAt: 'updated_at' },
  history: 'scd1',
});

/** The hidden truth: a side-car that only 6-evaluate and what comes after it may read. */
export const truth = tableContract({
  name: 'truth',
  grain: 'one row per account id per week, from the second year on',
  columns: {
    account_id: accountId,
    state: z.enum(['healthy', 'strained', 'fading', 'leaving', 'collapsed']),
    persuasion: z.enum(['persuadable', 'lost cause', 'sleeping dog', 'sure thing']),
    p0_clairvoyant: double().min(0).max(1).describe('P(collapse | hidden state) if nobody contacts the account'),
    p1_clairvoyant: double().min(0).max(1).describe('… if it is contacted on the decision day'),
    p0_observable: double().min(0).max(1).describe('P(collapse | everything observed) if nobody contacts it'),
    decided_on: date(),
  },
  key: ['account_id', 'decided_on'],
  history: 'static',
});

/** What `--data DIR` may hold: the first two are required, every other table makes more features available. */
export const REQUIRED_TABLES = [accounts, usageDaily] as const;
export const OPTIONAL_TABLES = [
  feedStatus,
  calendar,
  queryDaily,
  jobsDaily,
  auditDaily,
  tickets,
  contracts,
  contacts,
  accountEvents,
] as const;
