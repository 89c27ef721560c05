/**
 * One write: data files, checks, commit.
 *
 * The files come first and the checks read *them*, so that what is checked is what is stored and the source runs once.
 * Until the commit nothing refers to the files: a write that fails deletes them, a write that is killed leaves orphans
 * every reader ignores, and the table stays at its old version.
 */

import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { AddFile } from './actions.ts';
import { ContractViolated, findViolations } from './checks.ts';
import { planCreate, planReplace, planWrite, type WriteMode } from './commit.ts';
import { deltaSchemaString, type TableContract } from './contract.ts';
import { describeSource, removeDataFiles, storedSelect, writeDataFiles } from './data-files.ts';
import { CommitConflict, LakeError, rewordFailures } from './errors.ts';
import { isUnfinished, logDir, putCommit, tableExists } from './log.ts';
import { findPartition, liesIn, type PartitionPredicate } from './partition.ts';
import { filesWithPossibleKeys } from './possible-keys.ts';
import { readSnapshot, relationSql, rowsInFiles, type Snapshot } from './snapshot.ts';

export interface WriteOptions {
  /** The writer's clock, which time travel goes by; not before the table's newest commit. */
  readonly committedAt: Date;
  /** Makes a repeated write harmless: skipped when the table holds this `appId` at this `version` or a later one. */
  readonly txn?: { readonly appId: string; readonly version: number };
}

export interface WriteResult {
  readonly kind: 'committed' | 'already-committed';
  /** The table's version that holds the rows. */
  readonly version: number;
  /** Rows written by this call. */
  readonly rows: number;
}

export interface WriteRequest extends WriteOptions {
  readonly mode: WriteMode;
  /** A SELECT. */
  readonly sql: string;
  readonly partition?: PartitionPredicate;
}

/** Version 0 of a table; a table that is already there with the same schema is left as it is. */
export async function createTable(tableDir: string, contract: TableContract, committedAt: Date): Promise<void> {
  if (tableExists(tableDir) && !isUnfinished(tableDir)) return requireSameSchema(contract, readSnapshot(tableDir));
  try {
    await rewordFailures(tableDir, 'a directory that can be written', () => {
      mkdirSync(logDir(tableDir), { recursive: true });
      putCommit(tableDir, 0, planCreate(contract, randomUUID(), committedAt), randomUUID());
    });
  } catch (failure) {
    if (!(failure instanceof CommitConflict)) throw failure;
    requireSameSchema(contract, readSnapshot(tableDir)); // somebody created it at this moment
  }
}

/** The same, but a table that is there with another schema becomes one of this schema, without rows; its versions stay readable. */
export async function createOrReplaceTable(
  tableDir: string,
  contract: TableContract,
  committedAt: Date,
): Promise<void> {
  if (!tableExists(tableDir) || isUnfinished(tableDir)) return createTable(tableDir, contract, committedAt);
  const before = readSnapshot(tableDir);
  if (schemaFound(before) === schemaExpected(contract)) return;
  await rewordFailures(tableDir, 'a log that can be written', () => {
    putCommit(tableDir, before.version + 1, planReplace(before, contract, committedAt), randomUUID());
  });
}

/** Appends, overwrites or replaces a partition in one commit. */
export async function writeTable(
  connection: DuckDBConnection,
  tableDir: string,
  contract: TableContract,
  request: WriteRequest,
): Promise<WriteResult> {
  const before = readSnapshot(tableDir);
  requireSameSchema(contract, before);
  const { txn } = request;
  if (txn && (before.txns[txn.appId] ?? -1) >= txn.version) {
    return { kind: 'already-committed', version: before.version, rows: 0 };
  }
  const added = await rewordFailures(tableDir, 'every row to be stored', async () => {
    const select = storedSelect(contract, request.sql, await describeSource(connection, request.sql));
    return writeDataFiles(connection, tableDir, contract, select, request.committedAt);
  });
  try {
    await commitFiles(connection, before, contract, request, added);
  } catch (failure) {
    removeDataFiles(tableDir, added);
    throw failure;
  }
  return { kind: 'committed', version: before.version + 1, rows: rowsInFiles(added) };
}

async function commitFiles(
  connection: DuckDBConnection,
  before: Snapshot,
  contract: TableContract,
  { mode, partition: wanted, committedAt, txn }: WriteRequest,
  added: readonly AddFile[],
): Promise<void> {
  const partition = await rewordFailures(contract.name, 'a partition of the table', () => {
    return wanted && findPartition(connection, contract, before.files, wanted);
  });
  const removed = mode === 'append' ? [] : (partition?.files ?? before.files);
  const kept = before.files.filter((file) => !removed.includes(file));
  const rivals = filesWithPossibleKeys(contract, added, kept);
  const violations = await findViolations(connection, contract, relationOf(before, added), {
    ...(rivals.length > 0 && { otherRows: relationOf(before, rivals) }),
    ...(partition && { extraChecks: [liesIn(partition)] }),
  });
  if (violations.length > 0) throw new ContractViolated(contract.name, violations);
  const actions = planWrite({
    before,
    mode,
    added,
    removed,
    committedAt,
    ...(txn && { txn: { ...txn } }),
    ...(partition && { predicate: partition.predicate }),
  });
  await rewordFailures(before.tableDir, 'a log that can be written', () => {
    putCommit(before.tableDir, before.version + 1, actions, randomUUID());
  });
}

function relationOf({ tableDir, schema, metaData }: Snapshot, files: readonly AddFile[]): string {
  return relationSql(tableDir, schema, metaData.partitionColumns, files);
}

function requireSameSchema(contract: TableContract, before: Snapshot): void {
  const [found, expected] = [schemaFound(before), schemaExpected(contract)];
  if (found === expected) return;
  throw new LakeError({
    subject: before.tableDir,
    found: `schema ${found}`,
    expected: `schema ${expected}`,
    next: 'use the contract the table was created with, or write to a new directory',
  });
}

function schemaFound({ metaData }: Snapshot): string {
  return `${metaData.schemaString} partitioned by [${metaData.partitionColumns}]`;
}

function schemaExpected(contract: TableContract): string {
  return `${deltaSchemaString(contract)} partitioned by [${contract.partitionBy}]`;
}
