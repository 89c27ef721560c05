/**
 * The state of a table at one version: the log replayed.
 *
 * Live files = files added and not since removed. The last `protocol` and `metaData` win, and the last `txn` of each
 * application. What this reader cannot honour (deletion vectors, column mapping, nested partition types) it refuses:
 * reading such a table anyway would give wrong rows, not an error.
 */

import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { AddFile, Commit, MetaData, Protocol } from './actions.ts';
import { sqlType } from './column-types.ts';
import { LakeError } from './errors.ts';
import { readLog } from './log.ts';
import { sqlName, sqlPath, sqlText } from './sql-text.ts';

/** The newest protocol understood: no table features. */
const READER_VERSION = 1;

export interface SchemaField {
  readonly name: string;
  /** Delta's name of a primitive type, or an object for a nested one. */
  readonly type: unknown;
  readonly nullable: boolean;
}

/** A data file, and the columns the table got after it was written: every row of it holds null there. */
export interface DataFile extends AddFile {
  readonly laterColumns?: readonly string[];
}

export interface Snapshot {
  readonly tableDir: string;
  readonly version: number;
  /** Milliseconds since 1970 of the commit that made this version, by the writer's logical clock; see `readLog`. */
  readonly timestamp: number;
  readonly protocol: Protocol;
  readonly metaData: MetaData;
  readonly schema: readonly SchemaField[];
  /** Live data files, in the order they were added. */
  readonly files: readonly DataFile[];
  /** Per application id, the newest version of its own that is in the table. */
  readonly txns: Readonly<Record<string, number>>;
  /** SQL of a sub-select with the table's rows, columns in schema order. */
  readonly relation: string;
}

/** One line of a table's history. */
export interface VersionEntry {
  readonly version: number;
  readonly timestamp: number;
  readonly operation: string;
}

/** The table at `version` (default: newest). Throws a `LakeError` on any damage, including missing data files. */
export function readSnapshot(tableDir: string, version?: number): Snapshot {
  const snapshot = replay(tableDir, readLog(tableDir, version));
  for (const file of snapshot.files) verifyDataFile(tableDir, file);
  return snapshot;
}

/** Every version, oldest first. */
export function readHistory(tableDir: string): VersionEntry[] {
  return readLog(tableDir).map(({ version, timestamp, actions }) => {
    const info = actions.find(({ commitInfo }) => commitInfo)?.commitInfo;
    return { version, timestamp, operation: info?.operation ?? 'unknown' };
  });
}

/** Replays commits 0 … n into the state after n. Pure: touches no file. The actions of one commit have no order. */
export function replay(tableDir: string, commits: readonly Commit[]): Snapshot {
  let protocol: Protocol | undefined;
  let metaData: MetaData | undefined;
  let schema: readonly SchemaField[] = [];
  const live = new Map<string, AddFile>();
  /** By path; to add a file again, say with other statistics, does not write it again. */
  const writtenAs = new Map<string, readonly SchemaField[]>();
  const txns: Record<string, number> = {};
  for (const { actions } of commits) {
    for (const action of actions) {
      if (action.protocol) protocol = action.protocol;
      if (action.metaData) schema = parseSchema(tableDir, (metaData = action.metaData));
      if (action.remove) live.delete(action.remove.path);
      if (action.txn) txns[action.txn.appId] = action.txn.version;
    }
    for (const { add } of actions) {
      if (!add) continue;
      live.set(add.path, add);
      if (!writtenAs.has(add.path)) writtenAs.set(add.path, schema);
    }
  }
  const { version, timestamp } = commits.at(-1)!;
  if (!protocol || !metaData) {
    throw new LakeError({
      subject: `${tableDir} version ${version}`,
      found: `no ${protocol ? 'metaData' : 'protocol'} action`,
      expected: 'version 0 to hold both',
      next: 'restore the first commit from a copy of the table',
    });
  }
  const files = [...live.values()].map((file) => withLaterColumns(file, writtenAs.get(file.path)!, schema));
  refuseUnknownProtocol(tableDir, protocol, files);
  return {
    tableDir,
    version,
    timestamp,
    protocol,
    metaData,
    schema,
    files,
    txns,
    relation: relationSql(tableDir, schema, metaData.partitionColumns, files),
  };
}

function withLaterColumns(file: AddFile, writtenAs: readonly SchemaField[], schema: readonly SchemaField[]): DataFile {
  const written = new Set(writtenAs.map(({ name }) => name));
  const laterColumns = schema.map(({ name }) => name).filter((name) => !written.has(name));
  return laterColumns.length > 0 ? { ...file, laterColumns } : file;
}

/**
 * SQL of a sub-select that reads exactly `files`, columns in schema order.
 *
 * Partition columns are not in the files, nor are later ones: their values come from the log, one branch of a UNION ALL for
 * each distinct set of them, so that DuckDB drops the branches a filter rules out.
 */
export function relationSql(
  tableDir: string,
  schema: readonly SchemaField[],
  partitionColumns: readonly string[],
  files: readonly DataFile[],
): string {
  if (files.length === 0) {
    const empty = schema.map((field) => `NULL::${requireSqlType(tableDir, field)} AS ${sqlName(field.name)}`);
    return `(SELECT ${empty.join(', ')} WHERE false)`;
  }
  const branches = groupByLog(files, partitionColumns).map((group) => {
    const [{ partitionValues, laterColumns = [] }] = group;
    const columns = schema.map((field) => {
      const { name } = field;
      if (![...partitionColumns, ...laterColumns].includes(name)) return sqlName(name);
      const value = partitionValues[name] ?? null;
      return `${value === null ? 'NULL' : sqlText(value)}::${requireSqlType(tableDir, field)} AS ${sqlName(name)}`;
    });
    const paths = group.map((file) => sqlPath(dataFilePath(tableDir, file.path))).join(', ');
    return `SELECT ${columns.join(', ')} FROM read_parquet([${paths}], hive_partitioning = false)`;
  });
  return `(${branches.join(' UNION ALL ')})`;
}

function groupByLog(files: readonly DataFile[], partitionColumns: readonly string[]): DataFile[][] {
  const groups = new Map<string, DataFile[]>();
  for (const file of files) {
    const values = partitionColumns.map((name) => file.partitionValues[name] ?? null);
    const inLog = JSON.stringify([values, file.laterColumns]);
    const group = groups.get(inLog);
    if (group) group.push(file);
    else groups.set(inLog, [file]);
  }
  return [...groups.values()];
}

/** Where a data file lies on this machine: its `path` is a URI, relative to the table or a full `file:` one. */
export function dataFilePath(tableDir: string, uri: string): string {
  if (uri.startsWith('file:')) return fileURLToPath(uri);
  const path = decodeURIComponent(uri);
  return isAbsolute(path) ? path : join(tableDir, path);
}

/** Rows of data files, as the log counts them. */
export function rowsInFiles(files: readonly AddFile[]): number {
  return files.reduce((sum, { stats }) => sum + Number(JSON.parse(stats ?? '{}').numRecords ?? 0), 0);
}

function refuseUnknownProtocol(tableDir: string, protocol: Protocol, files: readonly AddFile[]): void {
  const features = protocol.readerFeatures ?? [];
  if (protocol.minReaderVersion <= READER_VERSION && files.every((file) => file.deletionVector == null)) return;
  throw new LakeError({
    subject: tableDir,
    found: `reader version ${protocol.minReaderVersion}${features.length > 0 ? ` with ${features.join(', ')}` : ''}`,
    expected: `reader version ${READER_VERSION}, without table features`,
    next: 'rewrite the table without deletion vectors, column mapping or timestamp_ntz, or read it with Spark',
  });
}

const structType = z.object({
  type: z.literal('struct'),
  fields: z.array(z.object({ name: z.string(), type: z.unknown(), nullable: z.boolean() })),
});

function parseSchema(tableDir: string, metaData: MetaData): readonly SchemaField[] {
  try {
    return structType.parse(JSON.parse(metaData.schemaString)).fields;
  } catch (cause) {
    const failure = {
      subject: tableDir,
      found: `schemaString ${metaData.schemaString.slice(0, 60)}`,
      expected: 'a struct type as JSON',
      next: 'restore the metaData action from a copy of the table',
    };
    throw new LakeError(failure, { cause });
  }
}

function requireSqlType(tableDir: string, field: SchemaField): string {
  const type = sqlType(field.type);
  if (type) return type;
  throw new LakeError({
    subject: `${tableDir} column ${field.name}`,
    found: `type ${JSON.stringify(field.type)}`,
    expected: 'a primitive type',
    next: 'flatten the column in the program that writes it',
  });
}

function verifyDataFile(tableDir: string, file: AddFile): void {
  const path = dataFilePath(tableDir, file.path);
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === file.size) return;
  throw new LakeError({
    subject: path,
    found: size === undefined ? 'no such file' : `${size} bytes`,
    expected: `the ${file.size} bytes the log records`,
    next: 'restore the file from a copy, or read an earlier version of the table that does not need it',
  });
}
