import { join } from 'node:path';
import { type Batches, loadInTurns } from '@applied-modeling/lakehouse';
import { epochDay, MS_PER_HOUR, type WeeklyClock } from '@applied-modeling/synthetic';
import { decisionHourUtc } from '../label.ts';
import { OPTIONAL_TABLES, REQUIRED_TABLES } from '../tables.ts';
import type { NoiseKind } from './demand.ts';
import { historyPolicy } from './history-policy.ts';
import { createFailureRecorder, createUsageRecorder } from './hourly-records.ts';
import { createOracle, type OracleWeek } from './oracle.ts';
import { drawPopulation, type WorldSize } from './population.ts';
import { calendarRows, capacityRows, jobRows, knownBy, launchRows, seriesRows, tenantRows } from './slow-records.ts';
import { createStepper, runPolicy, type Stepper, type Week } from './stepper.ts';
import { TRUTH_TABLES } from './truth-tables.ts';
import { HOURS, hourMs } from './week-shape.ts';

export interface WriteWorldOptions {
  readonly seed: number;
  readonly size: WorldSize;
  readonly weeks: number;
  readonly clock: WeeklyClock;
  readonly threads: number;
  /** Default: negative binomial. */
  readonly noise?: NoiseKind;
  /** Told about once a simulated quarter. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** The hidden truth is recorded from here on: two years of history come before the first judgement. */
export const FIRST_TRUTH_WEEK = 104;

/** A commit is checked as a whole: half a year of 120 series is half a million hours of usage. A small world is one commit. */
const SERIES_WEEKS_PER_COMMIT = 4_000;

/** When a world of so many weeks is looked at: Monday 06:00 a week after its last day, with every correction of that week in. */
export function nowOf(clock: WeeklyClock, weeks: number): number {
  return clock.startOf(weeks + 1) + decisionHourUtc * MS_PER_HOUR;
}

/**
 * Runs the world week by week under the incumbent rule and writes what the systems log as Delta tables: `dir/lake` for what can
 * be observed, `dir/truth` for what cannot. Returns the rows of each table.
 */
export async function writeWorld(dir: string, options: WriteWorldOptions): Promise<Record<string, number>> {
  const { seed, size, weeks, clock, threads, noise, onProgress } = options;
  const population = drawPopulation(seed, size);
  const world = createStepper(seed, population, { clock, ...(noise && { noise }) });
  const { events } = world.demand;
  const nowMs = nowOf(clock, weeks);
  const observed = [...REQUIRED_TABLES, ...OPTIONAL_TABLES];
  return loadInTurns({
    lakes: [
      { dir: join(dir, 'lake'), tables: observed, threads, memoryLimit: '1GB' },
      { dir: join(dir, 'truth'), tables: TRUTH_TABLES, threads: 1, memoryLimit: '512MB' },
    ],
    steps: weeks,
    stepsPerCommit: Math.ceil(SERIES_WEEKS_PER_COMMIT / population.series),
    step: createWeekRecorder(world, options),
    closing: () => ({
      series: seriesRows(population),
      calendar: knownBy(nowMs, calendarRows(population)),
      launches: knownBy(nowMs, launchRows(events, population, clock)),
      tenants: knownBy(nowMs, tenantRows(events, population, clock)),
      scheduled_jobs: knownBy(nowMs, jobRows(events, population, clock)),
    }),
    committedAt: () => new Date(nowMs),
    onStep: (week) => week % 13 === 12 && onProgress?.(week + 1, weeks, 'weeks'),
  });
}

/** Steps the world by a week: what was logged in it, and what was true of it. */
function createWeekRecorder(world: Stepper, { seed, clock }: WriteWorldOptions): () => Batches {
  const { population } = world;
  const oracle = createOracle(world.demand);
  const recordUsage = createUsageRecorder(seed, population.ids, clock);
  const recordFailures = createFailureRecorder(seed, population.ids, clock);
  const truthOf = (happened: Week) => {
    const forecast = oracle.forecast(happened.week, happened.nodes);
    return {
      truth_hourly: demandColumns(population.ids, happened, clock),
      truth_weekly: oracleRows(population.ids, forecast, clock),
    };
  };
  return () => {
    runPolicy(world, historyPolicy, 1);
    const happened = world.weeks[world.weeks.length - 1];
    const logged = { ...recordUsage(happened), ...recordFailures(happened) };
    const truth = happened.week < FIRST_TRUTH_WEEK ? {} : truthOf(happened);
    return { ...logged, capacity_weekly: capacityRows(population, happened, clock), ...truth };
  };
}

function demandColumns(ids: readonly string[], { week, demand }: Week, clock: WeeklyClock) {
  const codes = Int32Array.from(demand, (_, cell) => Math.floor(cell / HOURS));
  const hour = Float64Array.from(demand, (_, cell) => hourMs(clock, week, cell % HOURS));
  return { columns: { series_id: { codes, dictionary: ids }, demand, hour } };
}

function oracleRows(ids: readonly string[], { week, nodes, quantiles, shortShare }: OracleWeek, clock: WeeklyClock) {
  return ids.map((id, i) => {
    const [q10, q50, q80, q90, q95] = quantiles.map((ofSeries) => ofSeries[i]);
    const levels = { oracle_nodes: nodes[i], q10, q50, q80, q90, q95 };
    return { series_id: id, ...levels, short_share: shortShare[i], week_start: epochDay(clock.startOf(week)) };
  });
}
