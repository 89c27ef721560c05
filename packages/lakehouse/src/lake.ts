/**
 * A lake: a directory of Delta tables and one DuckDB to read and write them with.
 *
 * Reading goes through four doors, and which one a program opens says what it may know:
 *
 * - `asOf(t).relation(contract)`: what could be known at `t`. The only door for features, labels and scores.
 * - `pointInTime(contract)`: the whole history with both clocks, for joins that apply `asOf` row by row.
 * - `asStoredAt(contract, t)`: the table as it stood in its newest version by `t`, for tables overwritten in place.
 * - `latest(contract)`: whatever the table says today. The careless door, for the naive comparison only.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type ContractViolation, findViolations } from './checks.ts';
import { type Columns, queryColumns } from './columns.ts';
import type { TableContract } from './contract.ts';
import { LakeError, rewordFailures } from './errors.ts';
import type { PartitionPredicate } from './partition.ts';
import { readHistory, readSnapshot, type Snapshot, type VersionEntry } from './snapshot.ts';
import { newSpillDir } from './spill-dir.ts';
import { sqlInstant, sqlName } from './sql-text.ts';
import { type StageColumns, Stages } from './stage.ts';
import {
  createOrReplaceTable,
  createTable,
  type WriteOptions,
  type WriteRequest,
  type WriteResult,
  writeTable,
} from './write.ts';

export interface LakeOptions {
  /** DuckDB threads; default: one a core. */
  readonly threads?: number;
  /** e.g. `2GB`; beyond it DuckDB spills to a directory of its own in the system's temporary one. */
  readonly memoryLimit?: string;
}

/** Rows to write: a SELECT over anything DuckDB can see, or batches of typed arrays. */
export type Source = { readonly sql: string } | { readonly columns: readonly StageColumns[] };

/** A reader that knows nothing after an instant. */
export interface AsOf {
  /**
   * SQL of a sub-select: the rows available by then; all rows of a static table without an `availableAt` clock. Throws
   * for a table overwritten in place.
   */
  relation(contract: TableContract): string;
}

/** Opens a directory of tables, creating it if needed. Close the lake to free its memory. */
export async function openLake(dir: string, options: LakeOptions = {}): Promise<Lake> {
  await rewordFailures(dir, 'a directory for tables', () => mkdirSync(dir, { recursive: true }));
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: newSpillDir(),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(options.threads !== undefined && { threads: String(options.threads) }),
    ...(options.memoryLimit !== undefined && { memory_limit: options.memoryLimit }),
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return new Lake(dir, instance, connection);
}

/** Opens a lake and hands it to `read`. It stays open for what was read from it, and is closed at once where that fails. */
export async function openAndRead<Result>(
  dir: string,
  options: LakeOptions,
  read: (lake: Lake) => Promise<Result>,
): Promise<Result> {
  const lake = await openLake(dir, options);
  return read(lake).catch((failure) => {
    lake.close();
    throw failure;
  });
}

/** Owns the DuckDB instance; made by `openLake`. */
export class Lake {
  readonly dir: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #stages: Stages;
  #sourceCount = 0;

  constructor(dir: string, instance: DuckDBInstance, connection: DuckDBConnection) {
    this.dir = dir;
    this.#instance = instance;
    this.#connection = connection;
    this.#stages = new Stages(connection);
  }

  /** Creates the table as version 0; does nothing when it exists with the same schema, throws when with another. */
  async create(contract: TableContract, options: Pick<WriteOptions, 'committedAt'>): Promise<void> {
    await createTable(this.tableDir(contract.name), contract, options.committedAt);
  }

  /**
   * Creates the table, or gives one that exists with another schema this one, in a version without rows; the versions before stay
   * readable. For what is derived and written anew as a whole. Does nothing when it exists with the same schema.
   */
  async createOrReplace(contract: TableContract, options: Pick<WriteOptions, 'committedAt'>): Promise<void> {
    await createOrReplaceTable(this.tableDir(contract.name), contract, options.committedAt);
  }

  /** Adds rows. */
  append(contract: TableContract, source: Source, options: WriteOptions): Promise<WriteResult> {
    return this.#write(contract, source, { ...options, mode: 'append' });
  }

  /** Replaces all rows; earlier versions stay readable. */
  overwrite(contract: TableContract, source: Source, options: WriteOptions): Promise<WriteResult> {
    return this.#write(contract, source, { ...options, mode: 'overwrite' });
  }

  /** Replaces the rows of one partition, given as values of partition columns; the new rows must lie in it. */
  replaceWhere(
    contract: TableContract,
    partition: PartitionPredicate,
    source: Source,
    options: WriteOptions,
  ): Promise<WriteResult> {
    const other = Object.keys(partition).find((name) => !contract.partitionBy.includes(name));
    if (other !== undefined) throw new TypeError(`${contract.name} is not partitioned by ${other}`);
    return this.#write(contract, source, { ...options, mode: 'replace where', partition });
  }

  /** The table at a version (default: newest): its files, schema, transactions, and SQL to read it. */
  snapshot(name: string, version?: number): Snapshot {
    return readSnapshot(this.tableDir(name), version);
  }

  asOf(instant: Date): AsOf {
    return {
      relation: (contract) => {
        refuseOverwritten(contract, `asOf(${instant.toISOString()})`);
        const { availableAt } = contract.clocks;
        const { relation } = this.snapshot(contract.name);
        return availableAt
          ? `(SELECT * FROM ${relation} WHERE ${sqlName(availableAt)} <= ${sqlInstant(instant)})`
          : relation;
      },
    };
  }

  /** SQL of the whole history, every correction included; the reader must apply `availableAt` to each row itself. */
  pointInTime(contract: TableContract): string {
    refuseOverwritten(contract, 'pointInTime');
    return this.snapshot(contract.name).relation;
  }

  /** SQL of the table as it stood in the newest version committed by `instant`. */
  asStoredAt(contract: TableContract, instant: Date): string {
    return this.snapshot(contract.name, this.versionAt(contract.name, instant)).relation;
  }

  /** SQL of everything the table says today, whenever that became known: a leak by construction. */
  latest(contract: TableContract): string {
    return this.snapshot(contract.name).relation;
  }

  /** Every version, oldest first. */
  versions(name: string): VersionEntry[] {
    return readHistory(this.tableDir(name));
  }

  /** The newest version committed by `instant`, by the writers' clock. */
  versionAt(name: string, instant: Date): number {
    const history = this.versions(name);
    const entry = history.findLast(({ timestamp }) => timestamp <= instant.getTime());
    if (entry) return entry.version;
    throw new LakeError({
      subject: name,
      found: `a first version of ${new Date(history[0].timestamp).toISOString()}`,
      expected: `one by ${instant.toISOString()}`,
      next: 'ask for a later time',
    });
  }

  /**
   * The rules of the contract that a relation breaks; none when it could be written. Every write does this itself. `position` is
   * SQL of a row's position in the relation, told with the examples.
   */
  async check(
    contract: TableContract,
    relation: string,
    options?: { readonly position: string },
  ): Promise<ContractViolation[]> {
    this.#stages.flush();
    return findViolations(this.#connection, contract, relation, options);
  }

  /** Runs a SELECT; see `columns.ts` for the types that come out. */
  async query(sql: string): Promise<Columns> {
    this.#stages.flush();
    return rewordFailures('query', 'SQL that DuckDB can run', () => queryColumns(this.#connection, sql));
  }

  /** Runs statements for their effect, e.g. to make a temporary table. */
  async run(sql: string): Promise<void> {
    this.#stages.flush();
    await rewordFailures('statement', 'SQL that DuckDB can run', () => this.#connection.run(sql));
  }

  /** Appends a batch of typed arrays to the temporary relation `name`, which the first batch creates; see `stage.ts`. */
  stage(name: string, columns: StageColumns, rows?: number): Promise<void> {
    return rewordFailures(name, 'rows that DuckDB can hold', () => this.#stages.append(name, columns, rows));
  }

  /**
   * SQL of a staged relation to write from: its dictionary columns stay ENUMs, which go into a file as dictionaries, in a
   * third of the time. Read, join and sort by the stage's own name, where they are text.
   */
  staged(name: string): string {
    return this.#stages.storedTable(name);
  }

  /** Drops a staged relation. */
  unstage(name: string): Promise<void> {
    return this.#stages.drop(name);
  }

  tableDir(name: string): string {
    return join(this.dir, name);
  }

  close(): void {
    this.#stages.close();
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #write(contract: TableContract, source: Source, request: Omit<WriteRequest, 'sql'>): Promise<WriteResult> {
    const write = (sql: string) => {
      this.#stages.flush();
      return writeTable(this.#connection, this.tableDir(contract.name), contract, { ...request, sql });
    };
    if ('sql' in source) return write(source.sql);
    const stage = `${contract.name}__source_${this.#sourceCount++}`;
    try {
      for (const columns of source.columns) await this.stage(stage, columns);
      return await write(`SELECT * FROM ${sqlName(stage)}`);
    } finally {
      await this.unstage(stage);
    }
  }
}

function refuseOverwritten(contract: TableContract, door: string): void {
  if (contract.history !== 'scd1') return;
  throw new LakeError({
    subject: contract.name,
    found: `${door} on a table whose rows are overwritten in place (scd1)`,
    expected: 'a table that keeps its past',
    next: 'read one of its versions instead, with asStoredAt(contract, t) or snapshot(name, version)',
  });
}
