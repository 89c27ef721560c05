import * as evaluation from '@applied-modeling/evaluation';
import { double, int, type Lake, tableContract, timestamp } from '@applied-modeling/lakehouse';
import { z } from 'zod';
import type { Watch } from './watched-step.ts';

/** Named as the tables of Databricks' data profiling are, with the columns that a batch can fill; a struct is written flat. */

const window = {
  window_start: timestamp(),
  granularity: z.string().describe('how long a window is: one step'),
  column_name: z.string(),
} as const;
const key = ['window_start', 'column_name'] as const;

export const profileMetrics = tableContract({
  name: 'profile_metrics',
  grain: 'one row per step and column',
  columns: {
    ...window,
    log_type: z.enum(['INPUT']),
    count: int(),
    num_nulls: int(),
    percent_null: double(),
    ...{ avg: double().nullable(), stddev: double().nullable(), min: double().nullable(), max: double().nullable() },
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
export async function writeMetrics(
  lake: Lake,
  { drift, steps }: Watch,
  { granularity, committedAt }: { readonly granularity: string; readonly committedAt: Date },
): Promise<void> {
  const rows = steps.flatMap(({ batch: { decidedAt, read } }) =>
    drift.columns.flatMap((reference) => {
      const values = read.columns[read.names.indexOf(reference.name)];
      if (values === undefined || read.notCompared?.includes(reference.name)) return [];
      return [{ decidedAt, reference, values, known: Float64Array.from(values).filter((one) => !Number.isNaN(one)) }];
    }),
  );
  type Row = (typeof rows)[number];
  const column = (of: (row: Row) => number) => Float64Array.from(rows, of);
  const text = (of: (row: Row) => string) => rows.map(of);
  const nulls = ({ values, known }: Row) => values.length - known.length;
  const share = (row: Row) => nulls(row) / row.values.length;
  const common = {
    window_start: text(({ decidedAt }) => new Date(decidedAt).toISOString()),
    granularity: text(() => granularity),
    column_name: text(({ reference }) => reference.name),
  };
  const orNull = (of: (row: Row) => number) => {
    const values = column((row) => (row.known.length === 0 ? 0 : of(row)));
    return { values, nulls: Uint8Array.from(rows, (row) => Number(row.known.length === 0)) };
  };
  const mean = ({ known }: Row) => known.reduce((sum, one) => sum + one, 0) / known.length;
  const deviation = (row: Row) => {
    const middle = mean(row);
    return Math.sqrt(row.known.reduce((sum, one) => sum + (one - middle) ** 2, 0) / row.known.length);
  };
  const profile = {
    ...common,
    log_type: text(() => 'INPUT'),
    ...{ count: column(({ values }) => values.length), num_nulls: column(nulls), percent_null: column(share) },
    ...{ avg: orNull(mean), stddev: orNull(deviation) },
    ...{ min: orNull(({ known }) => Math.min(...known)), max: orNull(({ known }) => Math.max(...known)) },
  };
  const drifted = {
    ...common,
    drift_type: text(() => 'BASELINE'),
    percent_null_delta: column((row) => share(row) - row.reference.shares[row.reference.shares.length - 1]),
    ks_statistic: column(({ reference, values }) => evaluation.kolmogorovSmirnov(reference, values)),
    js_distance: column(({ reference, values }) => evaluation.jensenShannonDistance(reference, values)),
    population_stability_index: column(({ reference, values }) =>
      evaluation.populationStabilityIndex(reference, values),
    ),
  };
  for (const [table, columns] of [
    [profileMetrics, profile],
    [driftMetrics, drifted],
  ] as const) {
    await lake.create(table, { committedAt: new Date(0) });
    const stage = `${table.name}_watch`;
    await lake.unstage(stage);
    await lake.stage(stage, columns);
    const typed = table.columns.map(({ name, sqlType }) => `"${name}"::${sqlType} AS "${name}"`);
    const newest = lake.snapshot(table.name).timestamp;
    await lake.overwrite(
      table,
      { sql: `SELECT ${typed.join(', ')} FROM ${stage}` },
      { committedAt: new Date(Math.max(newest, committedAt.getTime())) },
    );
  }
}
