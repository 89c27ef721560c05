import { sqlText, type TableContract } from '@applied-modeling/lakehouse';
import type { Cell, Row } from './reference/brute-force-join.ts';

/** Rows in the types of a contract, as a sub-select: a source that needs no table. */
export function rowsAsSql(contract: TableContract, rows: readonly Row[]): string {
  return relationSql(Object.fromEntries(contract.columns.map(({ name, sqlType }) => [name, sqlType])), rows);
}

/** Rows in the given SQL types, as a sub-select. */
export function relationSql(sqlTypes: Readonly<Record<string, string>>, rows: readonly Row[]): string {
  const names = Object.keys(sqlTypes);
  const casts = names.map((name) => `"${name}"::${sqlTypes[name]} AS "${name}"`).join(', ');
  const columns = names.map((name) => `"${name}"`).join(', ');
  const some = rows.length > 0 ? rows : [Object.fromEntries(names.map((name) => [name, null]))];
  const tuples = some.map((row) => `(${names.map((name) => literal(row[name])).join(', ')})`);
  return `(SELECT ${casts} FROM (VALUES ${tuples.join(', ')}) AS cells(${columns}) WHERE ${rows.length > 0})`;
}

function literal(cell: Cell): string {
  if (cell === null) return 'NULL::VARCHAR';
  return typeof cell === 'string' ? sqlText(cell) : sqlText(String(cell));
}
