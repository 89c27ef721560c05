import { jensenShannonDistance, kolmogorovSmirnov, populationStabilityIndex } from '@applied-modeling/evaluation';
import {
  double,
  int,
  type Lake,
  type PlainRow,
  rowColumns,
  type TableContract,
  tableContract,
  timestamp,
} from '@applied-modeling/lakehouse';
import { z } from 'zod';
import { type RankingQuality, rankingQuality } from './ranking-quality.ts';
import type { Watch, WatchedStep } from './watched-step.ts';

/** Named as the tables of Databricks' data profiling are, with the columns that a batch can fill; a struct is written flat. */

const window = {
  window_start: timestamp(),
  granularity: z.string().describe('how long a window is'),
  column_name: z.string().describe(':table of what is no column but the whole'),
} as const;
const key = ['window_start', 'granularity', 'column_name'] as const;

/** Of the whole, as custom metrics: ranking of the chances, estimated by themselves and as outcomes said; null while none has matured. */
const ranking = {
  estimated_average_precision: double().nullable(),
  estimated_precision_at_k: double().nullable(),
  average_precision: double().nullable(),
  precision_at_k: double().nullable(),
} as const;

export const profileMetrics = tableContract({
  name: 'profile_metrics',
  grain: 'one row per step and column, and one per period of steps for the whole',
  columns: {
    ...window,
    log_type: z.enum(['INPUT']),
    count: int(),
    ...{ num_nulls: int().nullable(), percent_null: double().nullable() },
    ...{ avg: double().nullable(), stddev: double().nullable(), min: double().nullable(), max: double().nullable() },
    ...ranking,
  },
  ...{ key, history: 'static' },
});

export const driftMetrics = tableContract({
  name: 'drift_metrics',
  grain: 'one row per step and column',
  columns: {
    ...window,
    drift_type: z.enum(['BASELINE']).describe('against the rows the model was calibrated on'),
    percent_null_delta: double(),
    ks_statistic: double(),
    js_distance: double(),
    population_stability_index: double(),
  },
  ...{ key, history: 'static' },
});

/** Writes both tables anew: a watch is seen as a whole. */
export async function writeMetrics(lake: Lake, watch: Watch, committedAt: Date): Promise<void> {
  const columns = watch.steps.flatMap((step) => columnsOf(watch, step));
  await rewrite(lake, profileMetrics, [...columns.map(profileOf), ...wholeOf(watch)], committedAt);
  await rewrite(lake, driftMetrics, columns.map(driftOf), committedAt);
}

async function rewrite(lake: Lake, table: TableContract, rows: readonly PlainRow[], committedAt: Date): Promise<void> {
  await lake.createOrReplace(table, { committedAt });
  const newest = lake.snapshot(table.name).timestamp;
  const later = new Date(Math.max(newest, committedAt.getTime()));
  await lake.overwrite(table, { columns: [rowColumns(table, rows)] }, { committedAt: later });
}

type Reference = Watch['drift']['columns'][number];

interface ColumnOfStep {
  readonly window: PlainRow;
  readonly reference: Reference;
  readonly values: ArrayLike<number>;
  readonly known: Float64Array;
}

/** Of what a step was scored from, the columns that have a reference to be held against. */
function columnsOf({ drift, cadence }: Watch, { batch: { decidedAt, read } }: WatchedStep): ColumnOfStep[] {
  return drift.columns.flatMap((reference) => {
    const values = read.columns[read.names.indexOf(reference.name)];
    if (values === undefined || read.notCompared?.includes(reference.name)) return [];
    const known = Float64Array.from(values).filter((one) => !Number.isNaN(one));
    const window = { window_start: decidedAt, granularity: `1 ${cadence}`, column_name: reference.name };
    return { window, reference, values, known };
  });
}

function profileOf({ window, values, known }: ColumnOfStep): PlainRow {
  const missing = values.length - known.length;
  return {
    ...{ ...window, log_type: 'INPUT', count: values.length },
    ...{ num_nulls: missing, percent_null: missing / values.length },
    ...(known.length > 0 ? momentsOf(known) : {}),
  };
}

function momentsOf(known: Float64Array) {
  const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
  const variance = known.reduce((sum, one) => sum + (one - mean) ** 2, 0) / known.length;
  const [min, max] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
  return { avg: mean, stddev: Math.sqrt(variance), min, max };
}

function driftOf({ window, reference, values, known }: ColumnOfStep): PlainRow {
  return {
    ...{ ...window, drift_type: 'BASELINE' },
    percent_null_delta: 1 - known.length / values.length - reference.shares.at(-1)!,
    ks_statistic: kolmogorovSmirnov(reference, values),
    js_distance: jensenShannonDistance(reference, values),
    population_stability_index: populationStabilityIndex(reference, values),
  };
}

function wholeOf(watch: Watch): PlainRow[] {
  return rankingQuality(watch).map(({ first, last, estimated, matured }) => {
    const steps = watch.steps.filter(({ step }) => step >= first && step <= last);
    return {
      window_start: steps[0].batch.decidedAt,
      ...{ granularity: `${steps.length} ${watch.cadence}s`, column_name: ':table', log_type: 'INPUT' },
      count: steps.reduce((sum, { batch }) => sum + batch.entityId.length, 0),
      ...rankingColumns('estimated_', estimated),
      ...(matured === null ? {} : rankingColumns('', matured)),
    };
  });
}

function rankingColumns(by: string, { averagePrecision, precisionAtK }: RankingQuality): PlainRow {
  const orNull = (value: number) => (Number.isNaN(value) ? null : value);
  return { [`${by}average_precision`]: orNull(averagePrecision), [`${by}precision_at_k`]: orNull(precisionAtK) };
}
