/**
 * The six actions of a Delta commit that this writer uses, as the protocol defines them.
 *
 * Source: delta-io/delta PROTOCOL.md, "Actions". A commit is a file of JSON lines with one action a line, wrapped in an
 * object whose single key names it. Unknown actions and unknown fields are legal and ignored.
 */

import { z } from 'zod';

const texts = z.record(z.string(), z.string());
/** Texts by column. The protocol lets a writer say null as `null` or as `''`; read, both are null. */
const partitionValues = z.record(
  z.string(),
  z
    .string()
    .nullable()
    .transform((text) => text || null),
);

/** Free JSON by the protocol: what another writer put here in another form counts as not there. */
const commitInfo = z.looseObject({
  /** Milliseconds since 1970. Here a logical clock, handed in by the caller. */
  timestamp: z.number().optional().catch(undefined),
  /** The same, where the table promises that it only grows. */
  inCommitTimestamp: z.number().optional().catch(undefined),
  operation: z.string().optional().catch(undefined),
});

const protocol = z.object({
  minReaderVersion: z.number(),
  minWriterVersion: z.number(),
  readerFeatures: z.array(z.string()).optional(),
  writerFeatures: z.array(z.string()).optional(),
});

const metaData = z.object({
  id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  format: z.object({ provider: z.string(), options: texts.optional() }),
  /** Spark's struct type, as a JSON text inside the JSON. */
  schemaString: z.string(),
  partitionColumns: z.array(z.string()),
  configuration: texts,
  createdTime: z.number().nullish(),
});

const add = z.object({
  /** A URI relative to the table, so a `%` of the file's name appears as `%25`. */
  path: z.string(),
  partitionValues,
  /** Bytes. */
  size: z.number(),
  modificationTime: z.number(),
  dataChange: z.boolean(),
  /** A JSON text: `{numRecords, minValues, maxValues, nullCount}`. */
  stats: z.string().nullish(),
  deletionVector: z.unknown().optional(),
});

const remove = z.object({
  path: z.string(),
  deletionTimestamp: z.number().nullish(),
  dataChange: z.boolean(),
  extendedFileMetadata: z.boolean().nullish(),
  partitionValues: partitionValues.nullish(),
  size: z.number().nullish(),
});

const txn = z.object({ appId: z.string(), version: z.number(), lastUpdated: z.number().nullish() });

const action = z.object({
  commitInfo: commitInfo.optional(),
  protocol: protocol.optional(),
  metaData: metaData.optional(),
  add: add.optional(),
  remove: remove.optional(),
  txn: txn.optional(),
});

export type CommitInfo = z.infer<typeof commitInfo>;
export type Protocol = z.infer<typeof protocol>;
export type MetaData = z.infer<typeof metaData>;
/** A data file that became part of the table. */
export type AddFile = z.infer<typeof add>;
/** A data file that stopped being part of the table. */
export type RemoveFile = z.infer<typeof remove>;
/** "Application `appId` has written up to its own `version`": what makes a repeated write harmless. */
export type Txn = z.infer<typeof txn>;
/** One line of a commit: exactly one of the fields is set, none when the action is unknown. */
export type Action = z.infer<typeof action>;

/** One commit of the log. */
export interface Commit {
  readonly version: number;
  /** Milliseconds since 1970; never less than that of the version before. */
  readonly timestamp: number;
  readonly actions: readonly Action[];
}

/** Parses one line; throws what `JSON.parse` or zod throw. */
export function parseAction(line: string): Action {
  return action.parse(JSON.parse(line));
}

/** Commit text: one JSON action a line, each line closed. */
export function formatActions(actions: readonly Action[]): string {
  return actions.map((line) => `${JSON.stringify(line)}\n`).join('');
}
