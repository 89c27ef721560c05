/**
 * A person's file as a relation of what is written in it, nothing guessed: no comment signs, titles, padding or compression found
 * by looking, no column from the name of a folder, no pattern in a path. Of a CSV file every value is text.
 */

import { LakeError } from './errors.ts';
import type { Lake } from './lake.ts';
import { readSnapshot } from './snapshot.ts';
import { sqlName, sqlPath } from './sql-text.ts';
import { surveyCsv } from './survey-csv.ts';

export interface RawFile {
  /** SQL of a sub-select. */
  readonly relation: string;
  /** The relation's columns: SQL type by name. */
  readonly types: ReadonlyMap<string, string>;
  /** Rows there are, where the file was counted before the engine reads it. */
  readonly rows?: number;
  /** A row (from 0) as a person finds it in the file. */
  readonly placeOf: (row: number) => string;
}

/** Opens `<name>.csv`, `<name>.parquet` or the directory of a Delta table. Throws a `LakeError` where it is none. */
export async function openRawFile(lake: Lake, file: string): Promise<RawFile> {
  if (file.endsWith('.csv')) return openCsv(file);
  const relation = file.endsWith('.parquet')
    ? `read_parquet(${sqlPath(file)}, hive_partitioning = false, binary_as_string = true)`
    : readSnapshot(file).relation;
  const described = await lake.query(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${relation})`);
  const types = described.strings('column_type');
  return {
    relation,
    types: new Map(described.strings('column_name').map((name, index) => [name, types[index]])),
    placeOf: (row) => `row ${row + 1}`,
  };
}

function openCsv(file: string): RawFile {
  const { header, rows, lineOf } = surveyCsv(file);
  const twice = header.find((name, at) => name !== '' && header.slice(0, at).some((other) => isSameName(name, other)));
  if (twice !== undefined) {
    const [found, expected] = [`the column ${twice} twice`, 'each name once, whatever its case'];
    throw new LakeError({ subject: `${file} line 1`, found, expected, next: 'rename one of them or leave it out' });
  }
  const positions = header.map((_, at) => `'c${at}': 'VARCHAR'`).join(', ');
  const columns = header.flatMap((name, at) => (name === '' ? [] : [`c${at} AS ${sqlName(name)}`]));
  return {
    relation: `(SELECT ${columns.join(', ')} FROM read_csv(${sqlPath(file)}, columns = {${positions}}, ${AS_WRITTEN}))`,
    types: new Map(header.filter((name) => name !== '').map((name) => [name, 'VARCHAR'])),
    rows,
    placeOf: (row) => `line ${lineOf(row)}`,
  };
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Nothing is found out by looking at the file; an empty field is NULL, quotes around nothing are an empty text. */
const AS_WRITTEN = `auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', comment = '', nullstr = '',
  allow_quoted_nulls = false, strict_mode = true, null_padding = false, ignore_errors = false, hive_partitioning = false,
  compression = 'none'`;
