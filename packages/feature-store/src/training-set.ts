/**
 * A training set: the rows of a compiled feature set as columns.
 *
 * Features are `Float32Array`s, NaN where missing, and go into a booster or an Arrow file without a copy. What the rows
 * are about (keys, decision times, carried columns) and what they were made from (the newest clocks of each source, for
 * the leak audit) stand beside them.
 */

import { take } from '@applied-modeling/evaluation';
import type { Columns } from '@applied-modeling/lakehouse';
import type { CompiledFeatures } from './compile-features.ts';

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
}

/** Sets built on one lake take turns, because their tables bear the same names. */
const lastBuilds = new WeakMap<QueryEngine, Promise<unknown>>();

/** Told about every table that is made, one a source and a few that join them. */
export type OnTable = (done: number, total: number) => void;

/** Makes the compiled tables, reads the rows out in the order of keys and decision times, and drops the tables. */
export function buildTrainingSet(
  lake: QueryEngine,
  compiled: CompiledFeatures,
  onTable?: OnTable,
): Promise<TrainingSet> {
  const before = lastBuilds.get(lake) ?? Promise.resolve();
  const build = before.then(() => buildAlone(lake, compiled, onTable));
  lastBuilds.set(
    lake,
    build.catch(() => undefined),
  );
  return build;
}

async function buildAlone(lake: QueryEngine, compiled: CompiledFeatures, onTable?: OnTable): Promise<TrainingSet> {
  const { tables, result } = compiled;
  const statements = tables.map(({ name, sql }) => `CREATE TEMP TABLE ${name} AS ${sql}`);
  // One call for all, unless somebody watches: DuckDB then goes from table to table however busy the calling thread is.
  const calls = onTable === undefined ? [statements.join(';\n')] : statements;
  await requireKeysOfOneKind(lake, compiled);
  try {
    for (const [index, call] of calls.entries()) {
      await lake.run(call);
      onTable?.(index + 1, calls.length);
    }
    return readRows(await lake.query(withMilliseconds(result, compiled)), compiled);
  } finally {
    await lake.run(tables.map(({ name }) => `DROP TABLE IF EXISTS temp.${name}`).join(';\n'));
  }
}

/** DuckDB would let the number 7 meet the texts `7`, `07` and `007`: one row of the spine would become three. */
async function requireKeysOfOneKind(lake: QueryEngine, { tables, keyColumns }: CompiledFeatures): Promise<void> {
  const spine = await lake.query(`SELECT column_name, column_type FROM (DESCRIBE ${tables[0].sql})`);
  const typeByKey = new Map(spine.strings('column_name').map((n, index) => [n, spine.strings('column_type')[index]]));
  const isText = (type: string) => /^(VARCHAR|ENUM)/.test(type);
  for (const { view, key, sqlType } of keyColumns) {
    const type = typeByKey.get(key)!;
    if (isText(type) === isText(sqlType)) continue;
    const found = `${key} is ${type} in the spine and ${sqlType} in its source`;
    throw new TypeError(`feature view ${view}: ${found}; expected one type; store both as text`);
  }
}

/** Dates and instants alike as milliseconds since 1970, microseconds as their fraction. */
function withMilliseconds(result: string, { auditColumns }: CompiledFeatures): string {
  const clocks = auditColumns.flatMap(({ maxAvailableAt = [], maxEventTime = [] }) => [maxAvailableAt, maxEventTime]);
  const milliseconds = ['decided_at', ...clocks.flat()].map((name) => `epoch_us(${name})::DOUBLE / 1000 AS ${name}`);
  return `SELECT * REPLACE (${milliseconds.join(', ')}) FROM (${result})`;
}

function readRows(
  rows: Columns,
  { keys, carry, names, modelColumns, auditColumns, fingerprint }: CompiledFeatures,
): TrainingSet {
  const clockByView = (clock: 'maxAvailableAt' | 'maxEventTime') =>
    Object.fromEntries(
      auditColumns.flatMap(({ view, [clock]: column }) => (column ? [[view, rows.numbers(column)] as const] : [])),
    );
  return {
    rowCount: rows.rowCount,
    spine: { keys: pick(rows, keys), decidedAt: rows.numbers('decided_at') },
    carried: pick(rows, carry),
    names,
    columns: names.map((name) => rows.floats(name)),
    modelColumns,
    maxAvailableAtBySource: clockByView('maxAvailableAt'),
    maxEventTimeBySource: clockByView('maxEventTime'),
    fingerprint,
  };
}

/** One feature of a set. Throws a `TypeError` when the set has none of that name. */
export function featureColumn({ names, columns }: ModelColumns, name: string): Float32Array {
  const index = names.indexOf(name);
  if (index === -1)
    throw new TypeError(
      `training set: found no feature ${name}, expected one of ${names.join(', ')}; define it, or mend its name`,
    );
  return columns[index];
}

/** Columns by name. */
export type ModelColumns = Pick<TrainingSet, 'names' | 'columns'>;

/** The columns a model is trained on, in its order; they share memory with the set. */
export function modelMatrix(set: ModelColumns & Pick<TrainingSet, 'modelColumns'>): readonly Float32Array[] {
  return set.modelColumns.map((name) => featureColumn(set, name));
}

/** The same by name: of all rows or, copied, of some. */
export function modelColumns(set: Parameters<typeof modelMatrix>[0], rows?: Uint32Array): ModelColumns {
  const columns = modelMatrix(set);
  return { names: set.modelColumns, columns: rows ? columns.map((column) => take(column, rows)) : columns };
}

function pick(rows: Columns, names: readonly string[]): Readonly<Record<string, ColumnValues>> {
  return Object.fromEntries(
    names.map((name) => [name, rows.form(name) === 'text' ? rows.nullableStrings(name) : rows.numbers(name)]),
  );
}
