/**
 * Plan a commit as data, then write it. The plan is pure, so that tests assert it line by line.
 */

import type { Action, AddFile, Txn } from './actions.ts';
import { deltaSchemaString, type TableContract } from './contract.ts';
import { LakeError } from './errors.ts';
import { rowsInFiles, type Snapshot } from './snapshot.ts';

const ENGINE = 'applied-modeling-lakehouse/0.1.0';

export type WriteMode = 'append' | 'overwrite' | 'replace where';

export interface WritePlanInput {
  /** The table as the writer read it; the commit becomes its next version. */
  readonly before: Snapshot;
  readonly mode: WriteMode;
  readonly added: readonly AddFile[];
  readonly removed: readonly AddFile[];
  /** The writer's logical clock. */
  readonly committedAt: Date;
  readonly txn?: Txn;
  /** For `replace where`: the partition, e.g. `day = '2025-03-01'`. */
  readonly predicate?: string;
}

/** Version 0: what the table is, and no rows. */
export function planCreate(contract: TableContract, tableId: string, committedAt: Date): Action[] {
  const timestamp = committedAt.getTime();
  const operationParameters = { partitionBy: JSON.stringify(contract.partitionBy) };
  return [
    {
      commitInfo: {
        timestamp,
        operation: 'CREATE TABLE',
        operationParameters,
        isBlindAppend: true,
        engineInfo: ENGINE,
      },
    },
    { protocol: { minReaderVersion: 1, minWriterVersion: 2 } },
    {
      metaData: {
        id: tableId,
        name: contract.name,
        description: contract.grain,
        format: { provider: 'parquet', options: {} },
        schemaString: deltaSchemaString(contract),
        partitionColumns: [...contract.partitionBy],
        configuration: {},
        createdTime: timestamp,
      },
    },
  ];
}

/** The next version of a table that becomes another: the same table by its id, with the contract's schema and no rows. */
export function planReplace(before: Snapshot, contract: TableContract, committedAt: Date): Action[] {
  refuseUnwritable(before, before.files.length > 0);
  refuseBackwardClock(before, committedAt);
  const timestamp = committedAt.getTime();
  return [
    {
      commitInfo: {
        timestamp,
        operation: 'CREATE OR REPLACE TABLE',
        operationParameters: { partitionBy: JSON.stringify(contract.partitionBy) },
        readVersion: before.version,
        isBlindAppend: false,
        engineInfo: ENGINE,
      },
    },
    {
      metaData: {
        ...before.metaData,
        description: contract.grain,
        schemaString: deltaSchemaString(contract),
        partitionColumns: [...contract.partitionBy],
      },
    },
    ...before.files.map((file) => removeOf(file, timestamp)),
  ];
}

/** The next version: who wrote, what left, what came. */
export function planWrite({ before, mode, added, removed, committedAt, txn, predicate }: WritePlanInput): Action[] {
  refuseUnwritable(before, removed.length > 0);
  refuseBackwardClock(before, committedAt);
  const timestamp = committedAt.getTime();
  return [
    {
      commitInfo: {
        timestamp,
        operation: 'WRITE',
        operationParameters: {
          mode: mode === 'append' ? 'Append' : 'Overwrite',
          partitionBy: JSON.stringify(before.metaData.partitionColumns),
          ...(predicate !== undefined && { predicate }),
        },
        readVersion: before.version,
        // Appends read the table too: their keys may not repeat a key it holds.
        isBlindAppend: false,
        operationMetrics: operationMetrics(added),
        engineInfo: ENGINE,
      },
    },
    ...(txn ? [{ txn }] : []),
    ...removed.map((file) => removeOf(file, timestamp)),
    ...added.map((file) => ({ add: file })),
  ];
}

function removeOf({ path, partitionValues, size }: AddFile, deletionTimestamp: number): Action {
  const remove = { path, deletionTimestamp, dataChange: true, extendedFileMetadata: true, partitionValues, size };
  return { remove };
}

/** Delta's metrics are texts. */
function operationMetrics(added: readonly AddFile[]): Record<string, string> {
  const bytes = added.reduce((sum, file) => sum + file.size, 0);
  return { numFiles: String(added.length), numOutputRows: String(rowsInFiles(added)), numOutputBytes: String(bytes) };
}

/** The duties of a writer of protocol 2, which is as far as this one goes. */
function refuseUnwritable({ tableDir, protocol, metaData }: Snapshot, removesRows: boolean): void {
  const refuse = (found: string, expected: string): never => {
    throw new LakeError({ subject: tableDir, found, expected, next: 'write this table with the engine that made it' });
  };
  if (protocol.minWriterVersion > 2) refuse(`writer version ${protocol.minWriterVersion}`, 'writer version 2 or less');
  if (metaData.schemaString.includes('delta.invariants')) refuse('column invariants', 'a table without them');
  if (removesRows && metaData.configuration['delta.appendOnly'] === 'true') refuse('delta.appendOnly', 'only appends');
}

function refuseBackwardClock(before: Snapshot, committedAt: Date): void {
  if (committedAt.getTime() >= before.timestamp) return;
  throw new LakeError({
    subject: before.tableDir,
    found: `committedAt ${committedAt.toISOString()}`,
    expected: `not before version ${before.version}, committed at ${new Date(before.timestamp).toISOString()}`,
    next: 'commit in the order of the clock: time travel looks versions up by it',
  });
}
