/**
 * One partition of a table: which files are in it, and which rows are not.
 *
 * Values are compared as Delta spells them, because a caller may write `2025-3-2` for `2025-03-02` and another engine `TRUE` for
 * `true`: compared as they come, the old rows would stay beside those meant to replace them.
 */

import type { DuckDBConnection } from '@duckdb/node-api';
import type { RowCheck } from './checks.ts';
import { contractColumn, type TableContract } from './contract.ts';
import { storedValue } from './data-files.ts';
import type { DataFile } from './snapshot.ts';
import { sqlName, sqlText } from './sql-text.ts';

/** A partition as its columns' values, e.g. `{ scored_on: '2025-03-01' }`. */
export type PartitionPredicate = Readonly<Record<string, string | number | boolean | null>>;

export interface Partition {
  /** SQL, e.g. `"scored_on" = '2025-03-01'`. */
  readonly predicate: string;
  readonly files: readonly DataFile[];
}

/** Throws what DuckDB throws where a value is not of its column's type. */
export async function findPartition(
  connection: DuckDBConnection,
  contract: TableContract,
  files: readonly DataFile[],
  wanted: PartitionPredicate,
): Promise<Partition> {
  const conditions: string[] = [];
  let inside = files;
  for (const [name, value] of Object.entries(wanted)) {
    const found = inside.map(({ partitionValues }) => partitionValues[name] ?? null);
    const texts = [value === null ? null : String(value), ...found];
    const [text, ...others] = await asDeltaSpells(connection, contract, name, texts);
    inside = inside.filter((_, index) => others[index] === text);
    conditions.push(`${sqlName(name)} ${text === null ? 'IS NULL' : `= ${sqlText(text)}`}`);
  }
  return { predicate: conditions.join(' AND '), files: inside };
}

/** Rows outside the replaced partition would be added beside the rows they were meant to replace. */
export function liesIn({ predicate }: Partition): RowCheck {
  return {
    check: `lies in the replaced partition ${predicate}`,
    brokenWhen: `NOT (${predicate})`,
    next: 'filter the source to the partition, or replace the partition it belongs to',
  };
}

async function asDeltaSpells(
  connection: DuckDBConnection,
  contract: TableContract,
  name: string,
  texts: readonly (string | null)[],
): Promise<(string | null)[]> {
  const list = texts.map((text) => (text === null ? 'NULL' : sqlText(text))).join(', ');
  const value = storedValue(contractColumn(contract, name), 'VARCHAR');
  const typed = `SELECT (${value})::VARCHAR FROM (SELECT unnest([${list}]::VARCHAR[]) AS ${sqlName(name)})`;
  const rows = (await connection.runAndReadAll(typed)).getRows();
  return rows.map(([text]) => (text === null ? null : String(text)));
}
