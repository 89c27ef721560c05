import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
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
import { createEventRecorder, createTicketRecorder } from './event-records.ts';
import { createOracle } from './oracle.ts';
import { drawPopulation } from './population.ts';
import { seasonFactor } from './season.ts';
import {
  AUDIT_COUNTS,
  eventRowColumns,
  feedColumns,
  JOB_COUNTS,
  QUERY_COUNTS,
  SLOW_TABLES,
  type StagedTable,
  TRUTH_TABLE,
  ticketColumns,
  truthColumns,
  usageColumns,
  WEEKLY_TABLES,
} from './staged-tables.ts';
import { createStepper, type Stepper } from './stepper.ts';
import { createTruthRecorder } from './truth-records.ts';
import { createUsageRecorder } from './usage-records.ts';

export interface WriteWorldOptions {
  readonly seed: number;
  readonly entities: number;
  readonly weeks: number;
  readonly clock: WeeklyClock;
  readonly threads: number;
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** The hidden truth is recorded from here on: after a year every model has something to be judged by. */
const FIRST_TRUTH_WEEK = 52;

/** Nights for which the CRM's overwritten versions are still kept. */
const CRM_NIGHTS = 14;

/**
 * A commit is checked as a whole and should fit the cache: the history of so many accounts, 1.7 million billing rows. A small
 * world is one commit, a medium one is loaded half a year at a time.
 */
const ACCOUNTS_PER_COMMIT = 2_500;

/** One DuckDB for what can be observed and one for what cannot. */
interface Loader {
  readonly lake: Lake;
  readonly sideCar: Lake;
}

/**
 * Runs the world week by week under the rule customer success managers used and writes what the systems log as Delta tables:
 * `dir/lake` for what can be observed, `dir/truth` for what cannot. Returns the rows of each table.
 *
 * Two loaders take turns: one is handed the weeks being simulated while the other writes those before.
 */
export async function writeWorld(dir: string, options: WriteWorldOptions): Promise<Record<string, number>> {
  const { seed, weeks, clock, threads } = options;
  const loaders = [await openLoader(dir, threads), await openLoader(dir, threads)];
  try {
    const people = drawPopulation(seed, options.entities, weeks);
    const accounts = assignAccountIds(people, weeks);
    const world = createStepper(seed, people);
    const committedAt = new Date(clock.startOf(weeks) + 6 * MS_PER_HOUR);
    const rows: Record<string, number> = {};
    const write: WriteTable = async (lake, { contract, select }, relation) => {
      const sql = `${select} FROM ${relation}`;
      rows[contract.name] = (rows[contract.name] ?? 0) + (await writeStaged(lake, contract, sql, committedAt));
    };
    for (const { lake, sideCar } of loaders) {
      await lake.stage('account_ids', accountIdColumns(accounts));
      await sideCar.stage('account_ids', accountIdColumns(accounts));
    }
    await runHistory(loaders, write, world, accounts, options);
    await stageSlowTables(loaders[0].lake, seed, world, accounts, clock);
    for (const table of SLOW_TABLES) await write(loaders[0].lake, table, table.contract.name);
    rows.crm = await writeCrmNights(loaders[0].lake, seed, world, accounts, clock);
    return rows;
  } finally {
    for (const { lake, sideCar } of loaders) {
      lake.close();
      sideCar.close();
    }
  }
}

async function openLoader(dir: string, threads: number): Promise<Loader> {
  const lake = await openLake(join(dir, 'lake'), { threads, memoryLimit: '1GB' });
  const sideCar = await openLake(join(dir, 'truth'), { threads: 1, memoryLimit: '512MB' });
  return { lake, sideCar };
}

type WriteTable = (lake: Lake, table: StagedTable, relation: string) => Promise<void>;

async function runHistory(
  loaders: readonly Loader[],
  write: WriteTable,
  world: Stepper,
  accounts: AccountIds,
  { seed, entities, weeks, clock, onProgress }: WriteWorldOptions,
): Promise<void> {
  const stageWeek = createWeekStager(seed, world, accounts, clock);
  const commitWeeks = Math.ceil(weeks / Math.ceil(entities / ACCOUNTS_PER_COMMIT));
  let writing: Promise<void> = Promise.resolve();
  try {
    for (let first = 0; first < weeks; first += commitWeeks) {
      const loader = loaders[(first / commitWeeks) % loaders.length];
      const stop = Math.min(first + commitWeeks, weeks);
      for (let week = first; week < stop; week++) {
        await stageWeek(loader);
        if (week % 13 === 12) onProgress?.(week + 1, weeks, 'weeks');
      }
      await writing;
      writing = writeWeeks(loader, write, stop > FIRST_TRUTH_WEEK);
      // It is awaited when the next weeks are over; until then a failure must not end the process.
      writing.catch(() => undefined);
    }
    await writing;
  } finally {
    // Whatever failed, no statement may still be running when the lakes are closed.
    await writing.catch(() => undefined);
  }
}

async function writeWeeks({ lake, sideCar }: Loader, write: WriteTable, hasTruth: boolean): Promise<void> {
  for (const table of WEEKLY_TABLES) await write(lake, table, withAccountId(lake, table.contract));
  if (hasTruth) await write(sideCar, TRUTH_TABLE, withAccountId(sideCar, TRUTH_TABLE.contract));
}

/** Accounts are staged as numbers. A join with the ids as an ENUM spells none of them out: a Parquet file keeps a dictionary. */
function withAccountId(lake: Lake, { name, columns }: TableContract): string {
  const isPerAccount = columns.some((column) => column.name === 'account_id');
  return isPerAccount ? `${lake.staged(name)} JOIN ${lake.staged('account_ids')} USING (account)` : lake.staged(name);
}

/** Steps the world by a week and stages what was logged in it, and what was true when it began. */
function createWeekStager(seed: number, world: Stepper, { accountOf }: AccountIds, clock: WeeklyClock) {
  const { people } = world;
  const policy = csmRule(seed);
  const oracle = createOracle(people);
  const recordUsage = createUsageRecorder(seed, people, clock, accountOf);
  const recordEvents = createEventRecorder(seed, people, clock, accountOf);
  const recordTickets = createTicketRecorder(seed, people, clock, accountOf);
  const recordTruth = createTruthRecorder(people, clock, accountOf);
  /** Takes a turn of the event loop after each table: the other loader's next statement is waiting for one. */
  const stage = async (lake: Lake, name: string, columns: StageColumns, rows: number) => {
    await lake.stage(name, columns, rows);
    await nextTurn();
  };
  return async ({ lake, sideCar }: Loader): Promise<void> => {
    if (world.weeks.length >= FIRST_TRUTH_WEEK) {
      const truth = recordTruth(world, oracle);
      await stage(sideCar, 'truth', truthColumns(truth), truth.rows);
    }
    const happened = world.step(policy);
    oracle.observe(happened, world.lastContact);
    const { usage, feed } = recordUsage(happened);
    const { query_daily: queries, jobs_daily: jobs, audit_daily: audit } = recordEvents(happened);
    const tickets = recordTickets(happened);
    await stage(lake, 'usage_daily', usageColumns(usage), usage.rows);
    await stage(lake, 'feed_status', feedColumns(feed), feed.day.length);
    await stage(lake, 'query_daily', eventRowColumns(queries, QUERY_COUNTS, 'query_date'), queries.rows);
    await stage(lake, 'jobs_daily', eventRowColumns(jobs, JOB_COUNTS, 'run_date'), jobs.rows);
    await stage(lake, 'audit_daily', eventRowColumns(audit, AUDIT_COUNTS, 'event_date'), audit.rows);
    await stage(lake, 'tickets', ticketColumns(tickets), tickets.rows);
  };
}

async function stageSlowTables(lake: Lake, seed: number, world: Stepper, accounts: AccountIds, clock: WeeklyClock) {
  await lake.stage('accounts', accountColumns(world.people, accounts, clock));
  await lake.stage('calendar', calendarColumns(clock, world.weeks.length));
  await lake.stage('contracts', contractColumns(world, accounts, clock));
  await lake.stage('contacts', contactColumns(world, accounts, clock));
  await lake.stage('account_events', eventColumns(seed, world, accounts, clock));
}

async function writeStaged(lake: Lake, contract: TableContract, sql: string, committedAt: Date): Promise<number> {
  await lake.create(contract, { committedAt });
  const { rows } = await lake.append(contract, { sql }, { committedAt });
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
    rows = (await lake.overwrite(tables.crm, { sql: 'SELECT * FROM crm' }, { committedAt })).rows;
    await lake.unstage('crm');
  }
  return rows;
}

function accountIdColumns({ ids }: AccountIds): StageColumns {
  const account = Int32Array.from(ids.keys());
  return { account, account_id: { codes: account, dictionary: ids } };
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
