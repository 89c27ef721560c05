import type { TableContract } from './contract.ts';
import type { StageColumn, StageColumns } from './stage.ts';

/** A row as an object: dates as days since 1970, timestamps as milliseconds. */
export type PlainRow = Readonly<Record<string, string | number | boolean | null>>;

/** Rows that are few enough to be objects, as columns to stage. A value that a row lacks is NULL. */
export function rowColumns({ columns }: TableContract, rows: readonly PlainRow[]): StageColumns {
  const columnOf = (name: string, sqlType: string, nullable: boolean): StageColumn => {
    const cells = rows.map((row) => row[name] ?? null);
    if (sqlType === 'VARCHAR') return cells as (string | null)[];
    const values = new (ARRAY_OF[sqlType] ?? Float64Array)(rows.length);
    for (const [row, cell] of cells.entries()) values[row] = Number(cell);
    const isMasked = nullable || cells.includes(null);
    return isMasked ? { values, nulls: Uint8Array.from(cells, (cell) => (cell === null ? 1 : 0)) } : values;
  };
  return Object.fromEntries(columns.map(({ name, sqlType, nullable }) => [name, columnOf(name, sqlType, nullable)]));
}

const ARRAY_OF: Readonly<Record<string, Int32ArrayConstructor | Uint8ArrayConstructor>> = {
  DATE: Int32Array,
  INTEGER: Int32Array,
  BOOLEAN: Uint8Array,
};
