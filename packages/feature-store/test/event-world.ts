/** Job runs, a set that uses every word of an event view, and small random worlds full of edges. */

import { decimal, double, int, tableContract, timestamp } from '@applied-modeling/lakehouse';
import fc from 'fast-check';
import { z } from 'zod';
import {
  count,
  equals,
  eventView,
  featureSet,
  hoursSinceLast,
  isOneOf,
  lastValue,
  max,
  meanPerRow,
  median,
  min,
  quantile,
  ratio,
  sum,
} from '../src/index.ts';
import type { Row, Tables } from './reference/brute-force-join.ts';
import { relationSql, rowsAsSql } from './rows-as-sql.ts';

const columns = {
  job_id: z.string(),
  owner: z.string().nullable(),
  run_id: int(),
  attempt: int(),
  ended_at: timestamp().nullable(),
  state: z.enum(['ok', 'failed', 'running']).nullable(),
  cost: decimal(18, 3).nullable(),
  spilled: int().nullable(),
  load: double().nullable(),
  is_repair: z.boolean().nullable(),
  available_at: timestamp(),
};

/** Rows are never corrected: the key leaves no room for it. */
export const runs = tableContract({
  name: 'runs',
  grain: 'one row per attempt of a run',
  columns,
  key: ['run_id', 'attempt'],
  clocks: { eventTime: 'ended_at', availableAt: 'available_at' },
  history: 'bitemporal',
});

/** The same with versions. */
export const restatedRuns = tableContract({
  name: 'restated_runs',
  grain: 'one row per run and restatement of it',
  columns,
  key: ['run_id', 'available_at'],
  clocks: { eventTime: 'ended_at', availableAt: 'available_at' },
  history: 'bitemporal',
});

/** No event clock. */
export const loads = tableContract({
  name: 'loads',
  grain: 'one row per sample',
  columns: { owner: z.string(), sample_id: int(), load: double().nullable(), available_at: timestamp() },
  key: ['sample_id'],
  clocks: { availableAt: 'available_at' },
  history: 'bitemporal',
});

const failed = equals('state', 'failed');

/** Names are prefixed, because a set has one feature of a name. */
const everyAggregate = (prefix: string) => ({
  [`${prefix}_rows_2h`]: count({ hours: 2 }),
  [`${prefix}_cost_2h`]: sum('cost', { hours: 2 }),
  [`${prefix}_cost_1d`]: sum('cost', { days: 1, where: failed }),
  [`${prefix}_cost_half_hour`]: max('cost', { hours: 0.5 }),
  [`${prefix}_mean_cost_2h`]: meanPerRow('cost', { hours: 2, where: isOneOf('state', ['ok', 'failed']) }),
  [`${prefix}_max_load_1d`]: max('load', { days: 1 }),
  [`${prefix}_p90_load_1d`]: quantile('load', 0.9, { days: 1 }),
  [`${prefix}_since_ok_1d`]: hoursSinceLast({ days: 1, where: equals('state', 'ok') }),
  [`${prefix}_failures_of_3`]: count({ rows: 3, where: failed }),
  [`${prefix}_spilled_3`]: sum('spilled', { rows: 3 }),
  [`${prefix}_spilled_4`]: sum('spilled', { rows: 4, where: equals('is_repair', true) }),
  [`${prefix}_mean_cost_3`]: meanPerRow('cost', { rows: 3 }),
  [`${prefix}_min_load_3`]: min('load', { rows: 3, where: failed }),
  [`${prefix}_median_cost_4`]: median('cost', { rows: 4 }),
  [`${prefix}_p25_load_5`]: quantile('load', 0.25, { rows: 5, where: isOneOf('state', ['ok', 'running']) }),
  [`${prefix}_last_load`]: lastValue('load'),
  [`${prefix}_last_repair`]: lastValue('is_repair', { where: failed }),
  [`${prefix}_since_failure`]: hoursSinceLast({ rows: 1, where: failed }),
  [`${prefix}_since_3`]: hoursSinceLast({ rows: 3 }),
});

export const everyEventWord = featureSet({
  views: [
    eventView({ name: 'job', source: runs, entity: 'job_id', freshnessHours: 1, features: everyAggregate('job') }),
    eventView({
      name: 'restated',
      source: restatedRuns,
      entity: 'job_id',
      freshnessHours: 1,
      features: everyAggregate('restated'),
    }),
    eventView({
      name: 'owned',
      source: restatedRuns,
      entity: ['job_id', 'owner'],
      freshnessHours: 1,
      features: { owned_rows: count({ rows: 9 }), owned_cost_2h: sum('cost', { hours: 2 }) },
    }),
    // Rows alone, so that no window of time reaches further back than these.
    eventView({
      name: 'recent',
      source: restatedRuns,
      entity: 'job_id',
      freshnessHours: 1,
      features: { recent_cost_2: sum('cost', { rows: 2 }), recent_rows_3: count({ rows: 3 }) },
    }),
    eventView({
      name: 'failed',
      source: restatedRuns,
      entity: 'job_id',
      freshnessHours: 1,
      features: {
        failed_load_2h: min('load', { hours: 2, where: failed }),
        failed_2: count({ rows: 2, where: failed }),
      },
    }),
    eventView({
      name: 'repaired',
      source: runs,
      entity: ['owner', 'job_id'],
      freshnessHours: 1,
      features: {
        repaired_3h: sum('spilled', { hours: 3, where: equals('is_repair', true) }),
        unrepaired_2: count({ rows: 2, where: equals('is_repair', false) }),
      },
    }),
    eventView({
      name: 'load',
      source: loads,
      entity: 'owner',
      freshnessHours: 1,
      features: { load_max_1h: max('load', { hours: 1 }), load: lastValue('load') },
    }),
  ],
  derived: { restated_share: ratio('restated_cost_2h', 'job_cost_2h') },
});

export interface EventWorld {
  readonly spine: readonly Row[];
  readonly tables: Tables;
}

const START = Date.parse('2025-03-01T00:00:00Z');
const instant = (halfHours: number) => new Date(START + halfHours * 1_800_000).toISOString();
/** Few of the half hours of a day and a half, so that rows often share a clock with each other and with a decision. */
const times = fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 8, 12, 13, 14, 16, 24, 48, 49, 50, 52, 72).map(instant);
const jobs = fc.constantFrom('etl', "o'neil", 'Ω');
const owners = fc.constantFrom('ann', 'bob', null);

const run = fc.record({
  job_id: jobs,
  owner: owners,
  run_id: fc.integer({ min: 0, max: 9 }),
  attempt: fc.constantFrom(1, 2),
  ended_at: fc.option(times, { freq: 2 }),
  state: fc.constantFrom('ok', 'failed', 'running', null),
  cost: fc.constantFrom(null, 0, 1.125, 20.005, -20.005, 7, 1234.5, 987654321.001),
  spilled: fc.constantFrom(null, 0, 3, -5, 2_000_000_000),
  load: fc.constantFrom(null, Number.NaN, 0.1, 2.7, -3.3, 1e9),
  is_repair: fc.constantFrom(true, false, null),
  available_at: times,
});
const load = fc.record({
  owner: fc.constantFrom('ann', 'bob'),
  sample_id: fc.nat(99),
  load: fc.constantFrom(null, 0.25, -8),
  available_at: times,
});
const uniqueRows = <T extends Row>(row: fc.Arbitrary<T>, key: readonly string[], maxLength: number) =>
  fc.uniqueArray(row, { selector: (one) => JSON.stringify(key.map((name) => one[name])), maxLength });

/** Decisions and rows in any order; every row may be late, and every restatement contradict the one before. */
export const eventWorlds: fc.Arbitrary<EventWorld> = fc.record({
  spine: uniqueRows(
    fc.record({ job_id: jobs, owner: owners, decided_at: times }),
    ['job_id', 'owner', 'decided_at'],
    15,
  ),
  tables: fc.record(
    {
      runs: uniqueRows(run, runs.key, 26),
      restated_runs: uniqueRows(run, restatedRuns.key, 40),
      loads: uniqueRows(load, loads.key, 12),
    },
    { requiredKeys: ['runs', 'restated_runs'] },
  ),
});

const SPINE_TYPES = { number: 'INTEGER', job_id: 'VARCHAR', owner: 'VARCHAR', decided_at: 'TIMESTAMPTZ' };

/** The world as the options of `compileFeatures`; `number` says which row of its spine a row is. */
export function compileOptions({ spine, tables }: EventWorld) {
  const numbered = spine.map((row, number) => ({ number, ...row }));
  const contracts = [runs, restatedRuns, loads];
  return {
    spine: { relation: relationSql(SPINE_TYPES, numbered), keys: ['job_id', 'owner'], carry: ['number'] },
    relation: ({ name }: { readonly name: string }) => {
      const contract = contracts.find((candidate) => candidate.name === name);
      return contract && tables[name] && rowsAsSql(contract, tables[name]);
    },
  };
}
