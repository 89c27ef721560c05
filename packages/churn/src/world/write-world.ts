import { join } from 'node:path';
import { type Lake, openLake, type StageColumns, type TableContract } from '@applied-modeling/lakehouse';
import { epochDay, MS_PER_DAY, MS_PER_HOUR, type WeeklyClock } from '@applied-modeling/synthetic';
import * as tables from '../tables.ts';
import {
  type AccountIds,
  accountColumns,
  assignAccountIds,
  contactColumns,
  contractColumns,
  crmColumns,
  eventColumns,
} from './account-records.ts';
import { csmRule } from './csm-rule.ts';
import { createEventRecorder, createTicketRecorder, type EventRows, type TicketRows } from './event-records.ts';
import { createOracle } from './oracle.ts';
import { PERSUASIONS, REGIONS, STATES, WORKLOADS } from './planted.ts';
import { drawPopulation } from './population.ts';
import { seasonFactor } from './season.ts';
import { createStepper, type Stepper } from './stepper.ts';
import { createTruthRecorder, type TruthRows } from './truth-records.ts';
import { createUsageRecorder, type FeedRows, RECORD_TYPES, type UsageRows } from './usage-records.ts';

export interface WriteWorldOptions {
  readonly seed: number;
  readonly entities: number;
  readonly weeks: number;
  readonly clock: WeeklyClock;
  readonly threads: number;
  readonly onProgress?: (doneWeeks: number) => void;
}

/** The hidden truth is recorded from here on: after a year every model has something to be judged by. */
const FIRST_TRUTH_WEEK = 52;

/** Nights for which the CRM's overwritten versions are still kept. */
const CRM_NIGHTS = 14;

/**
 * Runs the world week by week under the rule customer success managers used, stages what the systems log, and writes every
 * table as Delta: `dir/lake` for what can be observed, `dir/truth` for what cannot. Returns the rows of each table.
 */
export async function writeWorld(dir: string, options: WriteWorldOptions): Promise<Record<string, number>> {
  const { seed, weeks, clock, threads } = options;
  const lake = await openLake(join(dir, 'lake'), { threads, memoryLimit: '2GB' });
  const sideCar = await openLake(join(dir, 'truth'), { threads: 1, memoryLimit: '512MB' });
  try {
    const people = drawPopulation(seed, options.entities, weeks);
    const accounts = assignAccountIds(people, weeks);
    const world = createStepper(seed, people);
    await runHistory(lake, sideCar, world, accounts, options);
    await stageSlowTables(lake, seed, world, accounts, clock);
    const committedAt = new Date(clock.startOf(weeks) + 6 * MS_PER_HOUR);
    const rows: Record<string, number> = {};
    for (const [contract, select] of OBSERVABLE)
      rows[contract.name] = await writeStaged(lake, contract, select, committedAt);
    rows.truth = await writeStaged(sideCar, tables.truth, SELECT_TRUTH, committedAt);
    rows.crm = await writeCrmNights(lake, seed, world, accounts, clock);
    return rows;
  } finally {
    lake.close();
    sideCar.close();
  }
}

/** Steps through the history; each week is staged as soon as it is over. */
async function runHistory(
  lake: Lake,
  sideCar: Lake,
  world: Stepper,
  accounts: AccountIds,
  { seed, weeks, clock, onProgress }: WriteWorldOptions,
): Promise<void> {
  const { people } = world;
  const policy = csmRule(seed);
  const oracle = createOracle(people);
  const recordUsage = createUsageRecorder(seed, people, clock, accounts.accountOf);
  const recordEvents = createEventRecorder(seed, people, clock, accounts.accountOf);
  const recordTickets = createTicketRecorder(seed, people, clock, accounts.accountOf);
  const recordTruth = createTruthRecorder(people, clock, accounts.accountOf);
  for (let week = 0; week < weeks; week++) {
    if (week >= FIRST_TRUTH_WEEK) await sideCar.stage('truth', truthStage(recordTruth(world, oracle)));
    const happened = world.step(policy);
    oracle.observe(happened, world.lastContact);
    const { usage, feed } = recordUsage(happened);
    const events = recordEvents(happened);
    await lake.stage('usage_daily', usageStage(usage));
    await lake.stage('feed_status', feedStage(feed));
    await lake.stage('query_daily', eventStage(events.query_daily, ['active_users', 'failed_queries']));
    await lake.stage('jobs_daily', eventStage(events.jobs_daily, JOB_COUNTS));
    await lake.stage('audit_daily', eventStage(events.audit_daily, AUDIT_COUNTS));
    await lake.stage('tickets', ticketStage(recordTickets(happened)));
    if (week % 13 === 12) onProgress?.(week + 1);
  }
}

async function stageSlowTables(lake: Lake, seed: number, world: Stepper, accounts: AccountIds, clock: WeeklyClock) {
  await lake.stage('accounts', accountColumns(world.people, accounts, clock));
  await lake.stage('calendar', calendarColumns(clock, world.weeks.length));
  await lake.stage('contracts', contractColumns(world, accounts, clock));
  await lake.stage('contacts', contactColumns(world, accounts, clock));
  await lake.stage('account_events', eventColumns(seed, world, accounts, clock));
}

async function writeStaged(lake: Lake, contract: TableContract, select: string, committedAt: Date): Promise<number> {
  await lake.create(contract, { committedAt });
  const { rows } = await lake.append(contract, { sql: `${select} FROM ${contract.name}` }, { committedAt });
  await lake.unstage(contract.name);
  return rows;
}

/** One Delta version a night: the only history an overwritten table has. */
async function writeCrmNights(
  lake: Lake,
  seed: number,
  world: Stepper,
  accounts: AccountIds,
  clock: WeeklyClock,
): Promise<number> {
  const lastNight = clock.startOf(world.weeks.length) + 2 * MS_PER_HOUR;
  let rows = 0;
  for (let back = CRM_NIGHTS; back >= 0; back--) {
    const nightMs = lastNight - back * MS_PER_DAY;
    const committedAt = new Date(nightMs);
    if (back === CRM_NIGHTS) await lake.create(tables.crm, { committedAt });
    await lake.stage('crm', crmColumns(seed, world, accounts, nightMs, clock));
    rows = (await lake.overwrite(tables.crm, { sql: `${SELECT_CRM} FROM crm` }, { committedAt })).rows;
    await lake.unstage('crm');
  }
  return rows;
}

/** The calendar is published a year ahead. */
function calendarColumns(clock: WeeklyClock, weeks: number): StageColumns {
  const days = (weeks + 52) * 7;
  const first = -52 * 7;
  const offsets = Array.from({ length: days - first }, (_, d) => first + d);
  return {
    calendar_date: Int32Array.from(offsets, (d) => epochDay(clock.epoch) + d),
    usage_factor: Float64Array.from(offsets, (d) => seasonFactor(Math.floor(d / 7))),
  };
}

const JOB_COUNTS = ['failed_runs', 'schedules_created', 'schedules_deleted'];
const AUDIT_COUNTS = ['admin_logins', 'exports', 'tokens_revoked'];

const usageStage = (rows: UsageRows): StageColumns => ({
  account: rows.account.subarray(0, rows.rows),
  sku: { codes: rows.sku.subarray(0, rows.rows), dictionary: WORKLOADS },
  milli_dbu: rows.milliDbu.subarray(0, rows.rows),
  record_type: { codes: rows.recordType.subarray(0, rows.rows), dictionary: RECORD_TYPES },
  day: rows.day.subarray(0, rows.rows),
  available_ms: rows.availableMs.subarray(0, rows.rows),
});

const feedStage = (rows: FeedRows): StageColumns => ({
  region: { codes: rows.region, dictionary: REGIONS },
  day: rows.day,
  available_ms: rows.availableMs,
});

const eventStage = (rows: EventRows, names: readonly string[]): StageColumns => ({
  account: rows.account.subarray(0, rows.rows),
  ...Object.fromEntries(names.map((name, slot) => [name, rows.counts[slot].subarray(0, rows.rows)])),
  day: rows.day.subarray(0, rows.rows),
  available_ms: rows.availableMs.subarray(0, rows.rows),
});

const ticketStage = (rows: TicketRows): StageColumns => ({
  account: rows.account.subarray(0, rows.rows),
  severity: { codes: rows.isHigh.subarray(0, rows.rows), dictionary: ['low', 'high'] },
  day: rows.day.subarray(0, rows.rows),
  available_ms: rows.availableMs.subarray(0, rows.rows),
});

const truthStage = (rows: TruthRows): StageColumns => ({
  account: rows.account.subarray(0, rows.rows),
  state: { codes: rows.state.subarray(0, rows.rows), dictionary: STATES },
  persuasion: { codes: rows.persuasion.subarray(0, rows.rows), dictionary: PERSUASIONS },
  p0_clairvoyant: rows.p0Clairvoyant.subarray(0, rows.rows),
  p1_clairvoyant: rows.p1Clairvoyant.subarray(0, rows.rows),
  p0_observable: rows.p0Observable.subarray(0, rows.rows),
  day: rows.day.subarray(0, rows.rows),
});

/** From staged numbers to the types of the contracts. */
const ACCOUNT_ID = `'acct-' || lpad((account + 1)::VARCHAR, 5, '0') AS account_id`;
const day = (column: string, as: string) => `DATE '1970-01-01' + ${column} AS ${as}`;
const AVAILABLE = 'epoch_ms(available_ms::BIGINT)::TIMESTAMPTZ AS available_at';
const AVAILABLE_STAGED = 'epoch_ms(available_at::BIGINT)::TIMESTAMPTZ AS available_at';

const OBSERVABLE: readonly (readonly [TableContract, string])[] = [
  [
    tables.accounts,
    `SELECT account_id, segment, cloud, region, arr_usd, ${day('signup_date', 'signup_date')}, ${AVAILABLE_STAGED}`,
  ],
  [
    tables.usageDaily,
    `SELECT ${ACCOUNT_ID}, sku, milli_dbu * 0.001 AS dbu, record_type, ${day('day', 'usage_date')}, ${AVAILABLE}`,
  ],
  [tables.feedStatus, `SELECT region, ${day('day', 'usage_date')}, ${AVAILABLE}`],
  [tables.calendar, `SELECT ${day('calendar_date', 'calendar_date')}, usage_factor`],
  [tables.queryDaily, `SELECT ${ACCOUNT_ID}, active_users, failed_queries, ${day('day', 'query_date')}, ${AVAILABLE}`],
  [tables.jobsDaily, `SELECT ${ACCOUNT_ID}, ${JOB_COUNTS.join(', ')}, ${day('day', 'run_date')}, ${AVAILABLE}`],
  [tables.auditDaily, `SELECT ${ACCOUNT_ID}, ${AUDIT_COUNTS.join(', ')}, ${day('day', 'event_date')}, ${AVAILABLE}`],
  [
    tables.tickets,
    `SELECT 'T' || lpad((row_number() OVER ())::VARCHAR, 7, '0') AS ticket_id, ${ACCOUNT_ID}, severity, ${day('day', 'opened_date')}, ${AVAILABLE}`,
  ],
  [
    tables.contracts,
    `SELECT account_id, ${day('commit_start', 'commit_start')}, ${day('commit_end', 'commit_end')}, ${AVAILABLE_STAGED}`,
  ],
  [
    tables.contacts,
    `SELECT account_id, assigned_by, propensity, is_contacted = 1 AS is_contacted, is_holdout = 1 AS is_holdout, ${day('contact_date', 'contact_date')}, ${AVAILABLE_STAGED}`,
  ],
  [
    tables.accountEvents,
    `SELECT account_id, event, successor_account_id, ${day('starts_on', 'starts_on')}, ${day('ends_on', 'ends_on')}, ${AVAILABLE_STAGED}`,
  ],
];

const SELECT_TRUTH = `SELECT ${ACCOUNT_ID}, state, persuasion, p0_clairvoyant, p1_clairvoyant, p0_observable, ${day('day', 'decided_on')}`;
const SELECT_CRM =
  'SELECT account_id, health_status, stage, last_note_sentiment, current_workspace_count, epoch_ms(updated_at::BIGINT)::TIMESTAMPTZ AS updated_at';
