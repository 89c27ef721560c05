import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Lake, openLake, type StageColumns, type TableContract } from '@applied-modeling/lakehouse';
import { epochDay, MS_PER_DAY, MS_PER_HOUR, MS_PER_WEEK, type WeeklyClock } from '@applied-modeling/synthetic';
import * as tables from '../tables.ts';
import type { NoiseKind } from './demand.ts';
import { createFailureRecorder, type LaunchFailureRows, type StockoutRows } from './failure-records.ts';
import { incumbentRule } from './incumbent-rule.ts';
import { createOracle, type OracleWeek } from './oracle.ts';
import { decision } from './planted.ts';
import { drawPopulation, type WorldSize } from './population.ts';
import { calendarColumns, jobColumns, launchColumns, seriesColumns, tenantColumns } from './slow-records.ts';
import { createStepper, runPolicy, type Stepper, type Week } from './stepper.ts';
import { createUsageRecorder, RECORD_TYPES, type UsageRows } from './usage-records.ts';
import { HOURS, hourMs } from './week-shape.ts';

export interface WriteWorldOptions {
  readonly seed: number;
  readonly size: WorldSize;
  readonly weeks: number;
  readonly clock: WeeklyClock;
  readonly threads: number;
  readonly noise?: NoiseKind;
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** The hidden truth is recorded from here on: two years of history come before the first judgement. */
export const FIRST_TRUTH_WEEK = 104;

/** A commit is checked as a whole: half a year of 120 series is half a million hours of usage. A small world is one commit. */
const SERIES_WEEKS_PER_COMMIT = 4_000;

/** One DuckDB for what can be observed and one for what cannot. */
interface Loader {
  readonly lake: Lake;
  readonly sideCar: Lake;
}

/** When a world of so many weeks is looked at: Monday 06:00 a week after its last day, with every correction of that week in. */
export function nowOf(clock: WeeklyClock, weeks: number): number {
  return clock.startOf(weeks + 1) + 6 * MS_PER_HOUR;
}

/**
 * Runs the world week by week under the incumbent rule and writes what the systems log as Delta tables: `dir/lake` for what can
 * be observed, `dir/truth` for what cannot. Returns the rows of each table.
 *
 * Two loaders take turns: one is handed the weeks being simulated while the other writes those before.
 */
export async function writeWorld(dir: string, options: WriteWorldOptions): Promise<Record<string, number>> {
  const { seed, size, weeks, clock, threads, noise } = options;
  const loaders = [await openLoader(dir, threads), await openLoader(dir, threads)];
  try {
    const world = createStepper(seed, drawPopulation(seed, size), { clock, ...(noise && { noise }) });
    const committedAt = new Date(nowOf(clock, weeks));
    const rows: Record<string, number> = {};
    const write: WriteTable = async (lake, contract) => {
      await lake.create(contract, { committedAt });
      const written = await lake.append(
        contract,
        { sql: `SELECT * FROM ${relationOf(lake, contract)}` },
        { committedAt },
      );
      await lake.unstage(contract.name);
      rows[contract.name] = (rows[contract.name] ?? 0) + written.rows;
    };
    await writeSlowTables(loaders[0].lake, write, world, options);
    await runHistory(loaders, write, world, options);
    return rows;
  } finally {
    for (const { lake, sideCar } of loaders) {
      lake.close();
      sideCar.close();
    }
  }
}

type WriteTable = (lake: Lake, contract: TableContract) => Promise<void>;

async function openLoader(dir: string, threads: number): Promise<Loader> {
  const lake = await openLake(join(dir, 'lake'), { threads, memoryLimit: '1GB' });
  const sideCar = await openLake(join(dir, 'truth'), { threads: 1, memoryLimit: '512MB' });
  return { lake, sideCar };
}

/** ENUMs as they are stored, but for the tables whose NULLs only the stage's view knows. */
function relationOf(lake: Lake, { name, columns }: TableContract): string {
  return columns.some(({ nullable }) => nullable) ? name : lake.staged(name);
}

async function writeSlowTables(
  lake: Lake,
  write: WriteTable,
  { population, demand: { events } }: Stepper,
  { clock, weeks }: WriteWorldOptions,
): Promise<void> {
  const nowMs = nowOf(clock, weeks);
  const columnsOf = new Map<TableContract, StageColumns>([
    [tables.series, seriesColumns(population)],
    [tables.calendar, calendarColumns(population, nowMs)],
    [tables.launches, launchColumns(events, population, clock, nowMs)],
    [tables.tenants, tenantColumns(events, population, clock, nowMs)],
    [tables.scheduledJobs, jobColumns(events, population, clock, nowMs)],
  ]);
  for (const [contract, columns] of columnsOf) {
    await lake.stage(contract.name, columns);
    await write(lake, contract);
  }
}

async function runHistory(
  loaders: readonly Loader[],
  write: WriteTable,
  world: Stepper,
  options: WriteWorldOptions,
): Promise<void> {
  const stageWeek = createWeekStager(world, options);
  const commitWeeks = Math.ceil(SERIES_WEEKS_PER_COMMIT / world.population.series);
  let writing: Promise<void> = Promise.resolve();
  try {
    for (let first = 0; first < options.weeks; first += commitWeeks) {
      const loader = loaders[(first / commitWeeks) % loaders.length];
      const stop = Math.min(first + commitWeeks, options.weeks);
      for (let week = first; week < stop; week++) {
        await stageWeek(loader);
        if (week % 13 === 12) options.onProgress?.(week + 1, options.weeks, 'weeks');
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

const WEEKLY_TABLES = [tables.usageHourly, tables.stockouts, tables.launchFailures, tables.capacityWeekly];

async function writeWeeks({ lake, sideCar }: Loader, write: WriteTable, hasTruth: boolean): Promise<void> {
  for (const contract of WEEKLY_TABLES) await write(lake, contract);
  if (hasTruth) for (const contract of tables.TRUTH_TABLES) await write(sideCar, contract);
}

/** Steps the world by a week and stages what was logged in it, and what was true of it. */
function createWeekStager(world: Stepper, { seed, clock }: WriteWorldOptions) {
  const { series, ids } = world.population;
  const oracle = createOracle(world.demand);
  const recordUsage = createUsageRecorder(seed, series, clock);
  const recordFailures = createFailureRecorder(seed, series, clock);
  /** Takes a turn of the event loop after each table: the other loader's next statement is waiting for one. */
  const stage = async (lake: Lake, name: string, columns: StageColumns, rows?: number) => {
    await lake.stage(name, columns, rows);
    await nextTurn();
  };
  return async ({ lake, sideCar }: Loader): Promise<void> => {
    runPolicy(world, incumbentRule, 1);
    const happened = world.weeks[world.weeks.length - 1];
    const usage = recordUsage(happened);
    const { stockouts, failures } = recordFailures(happened);
    await stage(lake, 'usage_hourly', usageStage(ids, usage), usage.rows);
    await stage(lake, 'stockouts', stockoutStage(ids, stockouts), stockouts.rows);
    await stage(lake, 'launch_failures', failureStage(ids, failures), failures.rows);
    await stage(lake, 'capacity_weekly', capacityStage(ids, happened, clock));
    if (happened.week < FIRST_TRUTH_WEEK) return;
    await stage(sideCar, 'truth_hourly', demandStage(ids, happened, clock));
    await stage(sideCar, 'truth_weekly', oracleStage(ids, oracle.forecast(happened.week, happened.nodes), clock));
  };
}

type Ids = readonly string[];

const usageStage = (ids: Ids, rows: UsageRows): StageColumns => ({
  series_id: { codes: rows.series, dictionary: ids },
  record_type: { codes: rows.recordType, dictionary: RECORD_TYPES },
  node_hours: rows.nodeHours,
  hour: rows.hourMs,
  available_at: rows.availableMs,
});

const stockoutStage = (ids: Ids, rows: StockoutRows): StageColumns => ({
  series_id: { codes: rows.series, dictionary: ids },
  minutes: rows.minutes,
  hour: rows.hourMs,
  available_at: rows.availableMs,
});

const failureStage = (ids: Ids, rows: LaunchFailureRows): StageColumns => ({
  series_id: { codes: rows.series, dictionary: ids },
  attempt: rows.attempt,
  clusters: rows.clusters,
  hour: rows.hourMs,
  available_at: rows.availableMs,
});

function capacityStage(ids: Ids, { week, nodes }: Week, clock: WeeklyClock): StageColumns {
  const publishedMs =
    clock.startOf(week) - MS_PER_WEEK + decision.day * MS_PER_DAY + decision.publishedAtHour * MS_PER_HOUR;
  return {
    series_id: { codes: Int32Array.from(ids.keys()), dictionary: ids },
    nodes,
    week_start: new Int32Array(ids.length).fill(epochDay(clock.startOf(week))),
    available_at: new Float64Array(ids.length).fill(publishedMs),
  };
}

const demandStage = (ids: Ids, { week, demand }: Week, clock: WeeklyClock): StageColumns => ({
  series_id: { codes: Int32Array.from(demand, (_, cell) => Math.floor(cell / HOURS)), dictionary: ids },
  demand,
  hour: Float64Array.from(demand, (_, cell) => hourMs(clock, week, cell % HOURS)),
});

function oracleStage(ids: Ids, { week, nodes, quantiles, shortShare }: OracleWeek, clock: WeeklyClock): StageColumns {
  const [q10, q50, q80, q90, q95] = quantiles;
  return {
    series_id: { codes: Int32Array.from(ids.keys()), dictionary: ids },
    oracle_nodes: nodes,
    ...{ q10, q50, q80, q90, q95 },
    short_share: shortShare,
    week_start: new Int32Array(ids.length).fill(epochDay(clock.startOf(week))),
  };
}
