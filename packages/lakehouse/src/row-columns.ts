import type { ContractColumn, TableContract } from './contract.ts';
import type { DictionaryColumn, StageColumn, StageColumns } from './stage.ts';
import type { NumericArray } from './vectors.ts';

/** A row as an object: dates as days since 1970, timestamps as milliseconds. */
export type PlainRow = Readonly<Record<string, string | number | boolean | null>>;

/** Rows that are few enough to be objects, as columns to stage. A value that a row lacks is NULL. */
export function rowColumns({ columns }: TableContract, rows: readonly PlainRow[]): StageColumns {
  const columnOf = (column: ContractColumn): StageColumn => {
    const cells = rows.map((row) => row[column.name] ?? null);
    const values = numbersOf(column, cells);
    if (values === null) return cells as (string | null)[];
    const isMasked = column.nullable || cells.includes(null);
    return isMasked ? { values, nulls: Uint8Array.from(cells, (cell) => (cell === null ? 1 : 0)) } : values;
  };
  return Object.fromEntries(columns.map((column) => [column.name, columnOf(column)]));
}

/** Numbers, or codes of texts of which the contract lists a few; null for other texts. */
function numbersOf(
  { sqlType, rules: { oneOf } }: ContractColumn,
  cells: readonly PlainRow[string][],
): NumericArray | DictionaryColumn | null {
  if (sqlType !== 'VARCHAR') {
    const values = new (ARRAY_OF[sqlType] ?? Float64Array)(cells.length);
    values.set(cells.map(Number));
    return values;
  }
  if (oneOf === undefined || !cells.every((cell) => cell === null || oneOf.includes(cell as string))) return null;
  const codes = Uint16Array.from(cells, (cell) => Math.max(0, oneOf.indexOf(cell as string)));
  return { codes, dictionary: oneOf };
}

const ARRAY_OF: Readonly<Record<string, Int32ArrayConstructor | Uint8ArrayConstructor>> = {
  DATE: Int32Array,
  INTEGER: Int32Array,
  BOOLEAN: Uint8Array,
};
