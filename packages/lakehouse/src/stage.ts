/**
 * Typed arrays into a temporary table, as fast as memory allows: ten million rows of seven columns in under two seconds.
 *
 * Whole sub-arrays are copied into DuckDB's vectors, 2,048 rows at a time, and handed to an appender. A text column of
 * few distinct values comes as codes into a dictionary and is stored as an ENUM; a view casts it back to VARCHAR, so
 * that it sorts, joins and hashes as text. A nullable column brings a mask, which the view turns into NULLs.
 */

import {
  BIGINT,
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBVector,
  ENUM,
  FLOAT,
  INTEGER,
  SMALLINT,
  TINYINT,
  UBIGINT,
  UINTEGER,
  USMALLINT,
  UTINYINT,
  VARCHAR,
} from '@duckdb/node-api';
import { LakeError } from './errors.ts';
import { sqlName } from './sql-text.ts';
import { type NumericArray, vectorItems } from './vectors.ts';

export interface DictionaryColumn {
  /** Row i holds `dictionary[codes[i]]`. */
  readonly codes: Uint8Array | Uint16Array | Uint32Array | Int32Array;
  /** Distinct texts; the same ones in every batch of a stage. */
  readonly dictionary: readonly string[];
}

export interface NullableColumn {
  readonly values: NumericArray | DictionaryColumn;
  /** 1 where the row is NULL. */
  readonly nulls: Uint8Array;
}

/**
 * A column of a batch. Numbers keep their width (`Int32Array` → INTEGER, `BigInt64Array` → BIGINT, `Float64Array` →
 * DOUBLE, …). Plain string arrays, with null for NULL, are copied one value at a time: for ids, not for categories.
 */
export type StageColumn = NumericArray | DictionaryColumn | NullableColumn | readonly (string | null)[];

/** Columns by name, all of one length. */
export type StageColumns = Readonly<Record<string, StageColumn>>;

/**
 * The tables being filled; one instance a lake. Batches gather in an appender, which hands them to DuckDB by the hundred
 * thousand rows: closing it after each batch would cost more than the rows of a small one. So `flush` before reading.
 */
export class Stages {
  readonly #connection: DuckDBConnection;
  readonly #stages = new Map<string, OpenStage>();
  /** By stage; kept when a stage is dropped, for the next one of that name. */
  readonly #chunks = new Map<string, ReusedChunk>();
  /** Names of the ENUM types made so far: to spell ten thousand texts out in every CREATE TABLE takes longer than their rows. */
  readonly #enums = new Map<DuckDBType, string>();

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /**
   * Appends a batch to the stage `name`, which the first batch creates. Rows keep their order. With `rows`, only the
   * first so many of each array are taken: for buffers that are larger than what they hold.
   */
  async append(name: string, columns: StageColumns, rows?: number): Promise<void> {
    const stored = Object.entries(columns).flatMap(([column, values]) => storedColumns(column, values));
    const rowCount = rows ?? Math.max(0, ...stored.map(({ values }) => values.length));
    verifyLayout(name, stored, this.#stages.get(name)?.layout);
    for (const column of stored) verifyValues(`${name}.${column.name}`, column, rowCount);
    if (!this.#stages.has(name)) {
      const columns: string[] = [];
      for (const column of stored) columns.push(`${sqlName(column.name)} ${await this.#typeName(column)}`);
      await this.#connection.run(`CREATE TEMP TABLE ${tableOf(name)} (${columns.join(', ')})`);
      await this.#connection.run(`CREATE TEMP VIEW ${sqlName(name)} AS ${viewSql(name, stored)}`);
      const appender = await this.#connection.createAppender(`${name}__stage`, 'main', 'temp');
      this.#stages.set(name, { layout: stored.map(withoutValues), appender });
    }
    this.#appendRows(name, stored, rowCount);
  }

  /**
   * The table behind a stage's view: dictionary columns as ENUMs, which a file takes over without spelling out each text. The
   * view itself where a column is nullable: only it knows the NULLs.
   */
  storedTable(name: string): string {
    const isMasked = this.#stages.get(name)?.layout.some(({ role }) => role === 'mask');
    return isMasked ? sqlName(name) : tableOf(name);
  }

  /** Ends every appender: they are handles on the connection, which must outlive them. */
  close(): void {
    for (const { appender } of this.#stages.values()) appender.closeSync();
    this.#stages.clear();
  }

  /** Makes every appended row visible to SQL. */
  flush(): void {
    for (const { appender } of this.#stages.values()) appender.flushSync();
  }

  async #typeName({ type, dictionary }: StoredColumn): Promise<string> {
    if (dictionary === undefined) return String(type);
    const known = this.#enums.get(type);
    if (known !== undefined) return known;
    const name = `ENUM_${this.#enums.size}`;
    await this.#connection.run(`CREATE TYPE ${name} AS ${type}`);
    this.#enums.set(type, name);
    return name;
  }

  #appendRows(name: string, columns: readonly StoredColumn[], rowCount: number): void {
    const { appender } = this.#stages.get(name)!;
    let reused = this.#chunks.get(name);
    for (let first = 0; first < rowCount; first += CHUNK_ROWS) {
      if (!isReusable(reused, columns)) this.#chunks.set(name, (reused = newChunk(columns)));
      const last = Math.min(first + CHUNK_ROWS, rowCount);
      reused.chunk.rowCount = last - first;
      for (const [index, { values }] of columns.entries()) fillColumn(reused, index, values, first, last);
      appender.appendDataChunk(reused.chunk);
      reused.uses += 1;
    }
  }

  /** Forgets a stage and frees its memory. */
  async drop(name: string): Promise<void> {
    const stage = this.#stages.get(name);
    if (stage === undefined) return;
    this.#stages.delete(name);
    stage.appender.closeSync();
    await this.#connection.run(`DROP VIEW ${sqlName(name)}; DROP TABLE ${tableOf(name)}`);
  }
}

interface OpenStage {
  readonly layout: readonly StoredColumn[];
  readonly appender: DuckDBAppender;
}

/** A column as the stage's table stores it: a nullable one is stored as two. */
interface StoredColumn {
  readonly name: string;
  /** The column of the view this one is, or masks. */
  readonly viewName: string;
  readonly role: 'values' | 'mask';
  readonly type: DuckDBType;
  readonly dictionary?: readonly string[];
  readonly values: NumericArray | readonly (string | null)[];
}

function storedColumns(name: string, column: StageColumn): StoredColumn[] {
  if (isNullable(column)) {
    const values = storedColumns(name, column.values);
    const mask = storedColumns(`${name}__null`, column.nulls)[0];
    return [...values, { ...mask, viewName: name, role: 'mask' }];
  }
  const common = { name, viewName: name, role: 'values' } as const;
  if (isDictionary(column)) {
    const { codes, dictionary } = column;
    return [{ ...common, type: enumOf(dictionary), dictionary, values: codes }];
  }
  return [{ ...common, type: typeOf(column), values: column }];
}

/** A type holds an index of its texts: made once a dictionary, not once a batch. */
function enumOf(dictionary: readonly string[]): DuckDBType {
  let type = ENUMS.get(dictionary);
  if (type === undefined) ENUMS.set(dictionary, (type = ENUM(dictionary)));
  return type;
}

const ENUMS = new WeakMap<readonly string[], DuckDBType>();

function isNullable(column: StageColumn): column is NullableColumn {
  return 'nulls' in column;
}

function isDictionary(column: StageColumn): column is DictionaryColumn {
  return 'codes' in column;
}

function typeOf(values: NumericArray | readonly (string | null)[]): DuckDBType {
  if (values instanceof Int32Array) return INTEGER;
  if (values instanceof Float64Array) return DOUBLE;
  if (values instanceof BigInt64Array) return BIGINT;
  if (values instanceof Uint8Array) return UTINYINT;
  if (values instanceof Float32Array) return FLOAT;
  if (values instanceof Int8Array) return TINYINT;
  if (values instanceof Int16Array) return SMALLINT;
  if (values instanceof Uint16Array) return USMALLINT;
  if (values instanceof Uint32Array) return UINTEGER;
  if (values instanceof BigUint64Array) return UBIGINT;
  return VARCHAR;
}

/** Every batch of a stage must have the columns, types and dictionaries of the first. */
function verifyLayout(stage: string, stored: readonly StoredColumn[], first: readonly StoredColumn[] = stored): void {
  const next = 'give every batch of a stage the same columns';
  const [found, expected] = [describeLayout(stored), describeLayout(first)];
  if (found !== expected) throw new LakeError({ subject: stage, found, expected, next });
  const changed = first.find(({ dictionary }, index) => !sameTexts(dictionary, stored[index].dictionary));
  if (changed) {
    const subject = `${stage}.${changed.name}`;
    throw new LakeError({ subject, found: 'another dictionary', expected: 'the dictionary of the first batch', next });
  }
}

/** DuckDB looks an ENUM's text up without a bounds check: a code outside the dictionary would read foreign memory. */
function verifyValues(subject: string, { values, dictionary }: StoredColumn, rowCount: number): void {
  if (values.length < rowCount) {
    const [found, expected] = [`${values.length} values`, `${rowCount} rows`];
    throw new LakeError({ subject, found, expected, next: 'make the columns of a batch as long as each other' });
  }
  if (!dictionary) return;
  const codes = values as DictionaryColumn['codes'];
  for (let row = 0; row < rowCount; row++) {
    if (codes[row] >= 0 && codes[row] < dictionary.length) continue;
    throw new LakeError({
      subject,
      found: `code ${codes[row]} at row ${row}`,
      expected: `codes from 0 to ${dictionary.length - 1}, the size of the dictionary`,
      next: 'add the missing texts to the dictionary of the first batch',
    });
  }
}

function describeLayout(columns: readonly StoredColumn[]): string {
  return columns.map(({ name, type, dictionary }) => `${name} ${dictionary ? 'ENUM' : type}`).join(', ');
}

function sameTexts(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === b || (a?.length === b?.length && (a ?? []).every((text, index) => text === b?.[index]));
}

function withoutValues(column: StoredColumn): StoredColumn {
  return { ...column, values: [] };
}

function tableOf(stage: string): string {
  return sqlName(`${stage}__stage`);
}

function viewSql(stage: string, stored: readonly StoredColumn[]): string {
  const masks = new Map(stored.filter(({ role }) => role === 'mask').map(({ viewName, name }) => [viewName, name]));
  const columns = stored
    .filter(({ role }) => role === 'values')
    .map(({ name, dictionary }) => {
      const value = dictionary ? `${sqlName(name)}::VARCHAR` : sqlName(name);
      const mask = masks.get(name);
      return `${mask ? `CASE WHEN ${sqlName(mask)} = 0 THEN ${value} END` : value} AS ${sqlName(name)}`;
    });
  return `SELECT ${columns.join(', ')} FROM ${tableOf(stage)}`;
}

/** DuckDB's vector size: the most rows a chunk holds. */
const CHUNK_ROWS = 2048;

/** A chunk keeps every plain text it ever held: with such a column it is used this often. */
const CHUNK_USES = 64;

/**
 * A chunk that is filled again and again, for a new one copies every dictionary. Its vectors are looked at once, at full size:
 * whenever its number of rows changes the package forgets them, and their dictionaries would be read back.
 */
interface ReusedChunk {
  readonly types: readonly DuckDBType[];
  readonly chunk: DuckDBDataChunk;
  readonly vectors: readonly DuckDBVector[];
  uses: number;
}

function newChunk(columns: readonly StoredColumn[]): ReusedChunk {
  const types = columns.map(({ type }) => type);
  const chunk = DuckDBDataChunk.create(types, CHUNK_ROWS);
  return { types, chunk, vectors: types.map((_, index) => chunk.getColumnVector(index)), uses: 0 };
}

function isReusable(reused: ReusedChunk | undefined, columns: readonly StoredColumn[]): reused is ReusedChunk {
  if (reused?.types.length !== columns.length) return false;
  const hasTexts = columns.some(({ values }) => !ArrayBuffer.isView(values));
  return reused.types.every((type, at) => type === columns[at].type) && !(hasTexts && reused.uses >= CHUNK_USES);
}

function fillColumn(
  { chunk, vectors }: ReusedChunk,
  index: number,
  values: StoredColumn['values'],
  first: number,
  last: number,
): void {
  if (!ArrayBuffer.isView(values)) {
    chunk.setColumnValues(index, values.slice(first, last));
    return;
  }
  // Both arrays are of one kind (64-bit integers or numbers), which their union type cannot say.
  vectorItems<Float64Array>(vectors[index]).set((values as Float64Array).subarray(first, last));
  vectors[index].flush();
}
