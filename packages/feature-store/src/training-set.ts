/**
 * A training set: the rows of a compiled feature set as columns.
 *
 * Features are `Float32Array`s, NaN where missing, and go into a booster or an Arrow file without a copy. What the rows
 * are about (keys, decision times, carried columns) and what they were made from (the newest clocks of each source, for
 * the leak audit) stand beside them.
 */

import type { Columns, FloatColumns } from '@applied-modeling/lakehouse';
import type { CompiledFeatures } from './compile-features.ts';
import { columnName } from './sql/layout.ts';

/** Numbers with NaN where missing, or texts with null. */
export type ColumnValues = Float64Array | readonly (string | null)[];

export interface TrainingSet {
  readonly rowCount: number;
  readonly spine: {
    readonly keys: Readonly<Record<string, ColumnValues>>;
    /** Milliseconds since 1970. */
    readonly decidedAt: Float64Array;
  };
  /** Columns of the spine handed through, such as a label, a weight or slices. */
  readonly carried: Readonly<Record<string, ColumnValues>>;
  /** Names of `columns`: every feature, ingredients included. */
  readonly names: readonly string[];
  readonly columns: readonly Float32Array[];
  readonly modelColumns: readonly string[];
  /** Per view, the newest `available_at` among the rows each row was made from, in milliseconds; NaN for none. */
  readonly maxAvailableAtBySource: Readonly<Record<string, Float64Array>>;
  /** Per view, the newest event time likewise; a date stands for its first instant. */
  readonly maxEventTimeBySource: Readonly<Record<string, Float64Array>>;
  /** Of the definitions; see `fingerprintFeatures`. */
  readonly fingerprint: string;
}

/** What is needed of a lake to run a compiled feature set. */
export interface QueryEngine {
  run(sql: string): Promise<void>;
  query(sql: string): Promise<Columns>;
  queryFloat32(sql: string): Promise<FloatColumns>;
}

/** Sets built on one lake at the same time must not share a table. */
let buildCount = 0;

/** Runs the compiled statement, once, and reads its rows out in the order of keys and decision times. */
export async function buildTrainingSet(lake: QueryEngine, compiled: CompiledFeatures): Promise<TrainingSet> {
  const { keys, carry, names, modelColumns, auditColumns, fingerprint } = compiled;
  const table = `feature_rows_${buildCount++}`;
  await lake.run(`CREATE TEMP TABLE ${table} AS ${compiled.sql}`);
  try {
    const features = await lake.queryFloat32(`SELECT ${names.join(', ')} FROM ${table}`);
    const ids = await readColumns(lake, table, [...keys, ...carry]);
    const clocks = auditColumns.flatMap(({ maxAvailableAt = [], maxEventTime = [] }) => [maxAvailableAt, maxEventTime]);
    const instants = await readInstants(lake, table, ['decided_at', ...clocks.flat()]);
    const clockByView = (clock: 'maxAvailableAt' | 'maxEventTime') =>
      Object.fromEntries(
        auditColumns.flatMap(({ view, [clock]: column }) => (column ? [[view, instants[column]] as const] : [])),
      );
    return {
      rowCount: features.rowCount,
      spine: { keys: pick(ids, keys), decidedAt: instants.decided_at },
      carried: pick(ids, carry),
      names,
      columns: features.columns,
      modelColumns,
      maxAvailableAtBySource: clockByView('maxAvailableAt'),
      maxEventTimeBySource: clockByView('maxEventTime'),
      fingerprint,
    };
  } finally {
    await lake.run(`DROP TABLE ${table}`);
  }
}

/** One feature of a set. Throws a `TypeError` when the set has none of that name. */
export function featureColumn({ names, columns }: TrainingSet, name: string): Float32Array {
  const index = names.indexOf(name);
  if (index === -1) throw new TypeError(`training set: no feature ${name} among ${names.join(', ')}`);
  return columns[index];
}

/** The columns a model is trained on, in its order; they share memory with the set. */
export function modelMatrix(set: TrainingSet): readonly Float32Array[] {
  return set.modelColumns.map((name) => featureColumn(set, name));
}

type ColumnsByName = Readonly<Record<string, ColumnValues>>;

async function readColumns(lake: QueryEngine, table: string, names: readonly string[]): Promise<ColumnsByName> {
  if (names.length === 0) return {};
  const types = await lake.query(`SELECT column_name, column_type FROM (DESCRIBE ${table})`);
  const typeByName = new Map(
    types.strings('column_name').map((name, index) => [name, types.strings('column_type')[index]]),
  );
  const columns = await lake.query(`SELECT ${names.map(columnName).join(', ')} FROM ${table}`);
  return Object.fromEntries(
    names.map((name) => [name, isText(typeByName.get(name)!) ? columns.nullableStrings(name) : columns.numbers(name)]),
  );
}

function isText(sqlType: string): boolean {
  return sqlType === 'VARCHAR' || sqlType.startsWith('ENUM');
}

/** Dates and instants alike as milliseconds since 1970, microseconds as their fraction. */
async function readInstants(
  lake: QueryEngine,
  table: string,
  names: readonly string[],
): Promise<Readonly<Record<string, Float64Array>>> {
  const milliseconds = names.map((name) => `epoch_us(${name}) / 1000.0 AS ${name}`);
  const columns = await lake.query(`SELECT ${milliseconds.join(', ')} FROM ${table}`);
  return Object.fromEntries(names.map((name) => [name, columns.numbers(name)]));
}

function pick(columns: ColumnsByName, names: readonly string[]): ColumnsByName {
  return Object.fromEntries(names.map((name) => [name, columns[name]]));
}
