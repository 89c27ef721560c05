/**
 * Query results as columns.
 *
 * JavaScript has one number, so results have one too: every numeric column can be read as a `Float64Array`. The casts
 * run inside DuckDB, which leaves four physical forms to copy out, whole vectors at a time:
 *
 * | SQL type                            | read with    | as                                                              |
 * |-------------------------------------|--------------|-----------------------------------------------------------------|
 * | integers to 32 bits                 | `integers`   | `Int32Array`                                                    |
 * | DATE                                | `integers`   | days since 1970-01-01                                           |
 * | BOOLEAN                             | `integers`   | 0 or 1                                                          |
 * | FLOAT                               | `floats`     | `Float32Array`: the door for feature matrices                   |
 * | BIGINT, HUGEINT, DECIMAL, DOUBLE, … | `numbers`    | `Float64Array`; an integer beyond 2^53 throws                   |
 * | TIMESTAMPTZ, TIMESTAMP              | `numbers`    | milliseconds since 1970, microseconds as their fraction         |
 * | everything else                     | `strings`    | `string[]`                                                      |
 *
 * A NULL reads as NaN through `numbers` and `floats`; `integers` and `strings` refuse a column that holds one, because 0 and '' are
 * values; `isNull` and `nullableStrings` tell.
 */

import { type DuckDBConnection, type DuckDBType, DuckDBTypeId, type DuckDBVector } from '@duckdb/node-api';
import { LakeError } from './errors.ts';
import { sqlName } from './sql-text.ts';
import { copyTexts, vectorItems, visitNulls } from './vectors.ts';

export type ColumnForm = 'integer' | 'float' | 'number' | 'text';

/** The columns of a result, all of `rowCount` values. A name the result lacks throws a `LakeError`. */
export interface Columns {
  readonly rowCount: number;
  readonly names: readonly string[];
  /** What a column came out as: by type, `integers`, `floats`, `numbers` or `strings` reads it without a copy. */
  form(name: string): ColumnForm;
  /** Any numeric column; NaN where NULL. */
  numbers(name: string): Float64Array;
  /** A FLOAT column; NaN where NULL. */
  floats(name: string): Float32Array;
  /** An integer, date or boolean column without NULLs. */
  integers(name: string): Int32Array;
  /** A text column without NULLs. */
  strings(name: string): readonly string[];
  nullableStrings(name: string): readonly (string | null)[];
  /** Whether row i is NULL. A double that is NaN counts as NULL too. */
  isNull(name: string, row: number): boolean;
}

/** Runs a SELECT and copies its columns out. */
export async function queryColumns(connection: DuckDBConnection, sql: string): Promise<Columns> {
  const prepared = await connection.prepare(sql);
  const plans = Array.from({ length: prepared.columnCount }, (_, index) =>
    planColumn(prepared.columnName(index), prepared.columnType(index)),
  );
  prepared.destroySync();
  const names = plans.map(({ name }) => name);
  refuseRepeatedNames(names);
  const casts = plans.map(({ name, cast }) => `${cast} AS ${sqlName(name)}`).join(', ');
  const result = await connection.run(`SELECT ${casts} FROM (${withoutSemicolon(sql)})`);
  const rowCount = result.rowCount;
  const buffers = plans.map(({ form }) => newBuffer(form, rowCount));
  for (let chunkIndex = 0, offset = 0; chunkIndex < result.chunkCount; chunkIndex++) {
    const chunk = result.getChunk(chunkIndex);
    for (const [index, buffer] of buffers.entries()) copyVector(buffer, chunk.getColumnVector(index), offset);
    offset += chunk.rowCount;
  }
  for (const [index, plan] of plans.entries()) {
    if (plan.wholeNumbers) refuseInexact(plan.name, buffers[index].values as Float64Array);
  }
  return columnsOf(rowCount, names, buffers);
}

/** How one column of a query is cast inside DuckDB, and what it becomes outside. */
interface ColumnPlan {
  readonly name: string;
  readonly form: ColumnForm;
  readonly cast: string;
  /** Whether the numbers are whole, and so must be below 2^53 to be exact. */
  readonly wholeNumbers?: boolean;
}

function planColumn(name: string, type: DuckDBType): ColumnPlan {
  const column = sqlName(name);
  switch (type.typeId) {
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.BOOLEAN:
      return { name, form: 'integer', cast: `${column}::INTEGER` };
    case DuckDBTypeId.DATE:
      return { name, form: 'integer', cast: `(${column} - DATE '1970-01-01')::INTEGER` };
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
      return { name, form: 'number', cast: `${column}::DOUBLE`, wholeNumbers: true };
    case DuckDBTypeId.FLOAT:
      return { name, form: 'float', cast: column };
    case DuckDBTypeId.DOUBLE:
    case DuckDBTypeId.DECIMAL:
      return { name, form: 'number', cast: `${column}::DOUBLE` };
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return { name, form: 'number', cast: `epoch_us(${column})::DOUBLE / 1000` };
    default:
      return { name, form: 'text', cast: `${column}::VARCHAR` };
  }
}

/** A column on its way out; `nulls` appears with the first NULL. */
type ColumnBuffer = (
  | { readonly form: 'integer'; readonly values: Int32Array }
  | { readonly form: 'float'; readonly values: Float32Array }
  | { readonly form: 'number'; readonly values: Float64Array }
  | { readonly form: 'text'; readonly values: string[] }
) & { nulls?: Uint8Array };

function newBuffer(form: ColumnForm, rowCount: number): ColumnBuffer {
  if (form === 'integer') return { form, values: new Int32Array(rowCount) };
  if (form === 'float') return { form, values: new Float32Array(rowCount) };
  if (form === 'number') return { form, values: new Float64Array(rowCount) };
  return { form, values: new Array<string>(rowCount) };
}

function copyVector(buffer: ColumnBuffer, vector: DuckDBVector, offset: number): void {
  if (buffer.form === 'text') {
    copyTexts(vector, buffer.values, offset);
  } else {
    buffer.values.set(vectorItems<Int32Array | Float32Array | Float64Array>(vector), offset);
  }
  visitNulls(vector, (row) => {
    buffer.nulls ??= new Uint8Array(buffer.values.length);
    buffer.nulls[offset + row] = 1;
    if (buffer.form === 'number' || buffer.form === 'float') buffer.values[offset + row] = Number.NaN;
  });
}

function columnsOf(rowCount: number, names: readonly string[], buffers: readonly ColumnBuffer[]): Columns {
  const bufferByName = new Map(names.map((name, index) => [name, buffers[index]]));
  const find = (name: string): ColumnBuffer =>
    bufferByName.get(name) ?? refuse(name, `columns ${names.join(', ')}`, `a column ${name}`, 'name it in the SELECT');
  const withoutNulls = (name: string, remedy: string): ColumnBuffer => {
    const buffer = find(name);
    return buffer.nulls
      ? refuse(name, `NULL at row ${buffer.nulls.indexOf(1)}`, 'a value in every row', remedy)
      : buffer;
  };
  return {
    rowCount,
    names,
    form: (name) => find(name).form,
    numbers(name) {
      const { form, values, nulls } = find(name);
      if (form === 'number') return values;
      if (form === 'text')
        return refuse(name, 'text', 'a numeric column', 'read it with strings, or cast it in the SELECT');
      const numbers = new Float64Array(values);
      for (let row = 0; row < (nulls?.length ?? 0); row++) if (nulls?.[row]) numbers[row] = Number.NaN;
      return numbers;
    },
    floats(name) {
      const { form, values } = find(name);
      return form === 'float' ? values : refuse(name, form, 'a FLOAT column', 'cast it to FLOAT in the SELECT');
    },
    integers(name) {
      const { form, values } = withoutNulls(name, 'read it with numbers (NaN where NULL), or COALESCE it');
      return form === 'integer'
        ? values
        : refuse(name, form, 'an integer column', 'read it with numbers, or cast it to INTEGER');
    },
    strings(name) {
      const { form, values } = withoutNulls(name, 'read it with nullableStrings, or COALESCE it');
      return form === 'text' ? values : refuse(name, form, 'a text column', 'cast it to VARCHAR in the SELECT');
    },
    nullableStrings(name) {
      const { form, values, nulls } = find(name);
      if (form !== 'text') return refuse(name, form, 'a text column', 'cast it to VARCHAR in the SELECT');
      return nulls ? values.map((text, row) => (nulls[row] ? null : text)) : values;
    },
    isNull(name, row) {
      const { form, values, nulls } = find(name);
      return nulls?.[row] === 1 || ((form === 'number' || form === 'float') && Number.isNaN(values[row]));
    },
  };
}

function refuse(name: string, found: string, expected: string, next: string): never {
  throw new LakeError({ subject: `query column ${name}`, found, expected, next });
}

function refuseRepeatedNames(names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated) refuse(repeated, 'the name twice', 'distinct names', 'rename one with AS');
}

function refuseInexact(name: string, values: Float64Array): void {
  const row = values.findIndex((value) => Math.abs(value) > Number.MAX_SAFE_INTEGER);
  if (row !== -1)
    refuse(
      name,
      `${values[row]} at row ${row}`,
      'whole numbers up to 2^53',
      'cast it to VARCHAR or DOUBLE in the SELECT',
    );
}

function withoutSemicolon(sql: string): string {
  return sql.replace(/;\s*$/, '');
}
