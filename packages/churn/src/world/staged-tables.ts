import type { StageColumns, TableContract } from '@applied-modeling/lakehouse';
import * as tables from '../tables.ts';
import type { EventRows, TicketRows } from './event-records.ts';
import { PERSUASIONS, REGIONS, STATES, WORKLOADS } from './planted.ts';
import type { TruthRecords } from './truth-records.ts';
import { type FeedRows, RECORD_TYPES, type UsageRows } from './usage-records.ts';

/**
 * How the records of a week become rows of the contracts: recorders fill typed arrays that are longer than what they hold,
 * accounts are numbers, and texts are codes into a dictionary; a SELECT says what is still to be named.
 */

/** A table, and the SELECT that turns its staged rows into rows of the contract. */
export interface StagedTable {
  readonly contract: TableContract;
  readonly select: string;
}

export const WEEKLY_TABLES: readonly StagedTable[] = [
  { contract: tables.usageDaily, select: 'SELECT * EXCLUDE (account, milli_dbu), milli_dbu * 0.001 AS dbu' },
  { contract: tables.feedStatus, select: 'SELECT *' },
  { contract: tables.queryDaily, select: 'SELECT * EXCLUDE account' },
  { contract: tables.jobsDaily, select: 'SELECT * EXCLUDE account' },
  { contract: tables.auditDaily, select: 'SELECT * EXCLUDE account' },
  {
    contract: tables.tickets,
    select: "SELECT * EXCLUDE (account, ticket), 'T' || lpad(ticket::VARCHAR, 7, '0') AS ticket_id",
  },
];

export const TRUTH_TABLE: StagedTable = { contract: tables.truth, select: 'SELECT * EXCLUDE account' };

export const SLOW_TABLES: readonly StagedTable[] = [
  { contract: tables.accounts, select: 'SELECT *' },
  { contract: tables.calendar, select: 'SELECT *' },
  { contract: tables.contracts, select: 'SELECT *' },
  {
    contract: tables.contacts,
    select: 'SELECT * REPLACE (is_contacted = 1 AS is_contacted, is_holdout = 1 AS is_holdout)',
  },
  { contract: tables.accountEvents, select: 'SELECT *' },
];

export const QUERY_COUNTS = ['active_users', 'failed_queries'];
export const JOB_COUNTS = ['failed_runs', 'schedules_created', 'schedules_deleted'];
export const AUDIT_COUNTS = ['admin_logins', 'exports', 'tokens_revoked'];

export const usageColumns = (rows: UsageRows): StageColumns => ({
  account: rows.account,
  sku: { codes: rows.sku, dictionary: WORKLOADS },
  milli_dbu: rows.milliDbu,
  record_type: { codes: rows.recordType, dictionary: RECORD_TYPES },
  usage_date: rows.day,
  available_at: rows.availableMs,
});

export const feedColumns = (rows: FeedRows): StageColumns => ({
  region: { codes: rows.region, dictionary: REGIONS },
  usage_date: rows.day,
  available_at: rows.availableMs,
});

export const eventRowColumns = (rows: EventRows, names: readonly string[], dateColumn: string): StageColumns => ({
  account: rows.account,
  ...Object.fromEntries(names.map((name, slot) => [name, rows.counts[slot]])),
  [dateColumn]: rows.day,
  available_at: rows.availableMs,
});

export const ticketColumns = (rows: TicketRows): StageColumns => ({
  ticket: rows.ticket,
  account: rows.account,
  severity: { codes: rows.isHigh, dictionary: ['low', 'high'] },
  opened_date: rows.day,
  available_at: rows.availableMs,
});

export const truthColumns = (rows: TruthRecords): StageColumns => ({
  account: rows.account,
  state: { codes: rows.state, dictionary: STATES },
  persuasion: { codes: rows.persuasion, dictionary: PERSUASIONS },
  p0_clairvoyant: rows.p0Clairvoyant,
  p1_clairvoyant: rows.p1Clairvoyant,
  p0_observable: rows.p0Observable,
  decided_on: rows.day,
});
