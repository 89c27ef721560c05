/**
 * A training set as an Arrow IPC file, for notebooks, pandas and polars: features as Float32 columns that share memory with the
 * set, texts as dictionaries, instants as UTC timestamps in microseconds. What is missing is null, which `drop_nulls` finds; the
 * NaN of the set stays beneath it, which is what `readArrow` gives back.
 *
 * What a table cannot say (which columns are keys, features and clocks; the fingerprint) stands in the schema's metadata
 * under `training_set`.
 */

import { readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { DataType, Table, Vector } from 'apache-arrow';
import { z } from 'zod';
import type { ColumnValues, TrainingSet } from './training-set.ts';

// The package's build in one file: as modules it takes a third of a second to load.
const arrow: typeof import('apache-arrow') = createRequire(import.meta.url)('apache-arrow/Arrow.es2015.min');

/** What is written: all features are the model's unless it says otherwise, and the clocks may stay behind. */
type Written = Omit<TrainingSet, Optional> & Partial<Pick<TrainingSet, Optional>>;
type Optional = 'modelColumns' | 'maxAvailableAtBySource' | 'maxEventTimeBySource';

/** Columns: keys, `decided_at`, carried columns, features, then the newest clocks of each view. */
export function arrowTable({ maxAvailableAtBySource = {}, maxEventTimeBySource = {}, ...set }: Written): Table {
  const { spine, carried, names, columns, modelColumns = names, fingerprint } = set;
  const vectors = {
    ...mapValues(spine.keys, '', valuesVector),
    decided_at: instantVector(spine.decidedAt),
    ...mapValues(carried, '', valuesVector),
    ...Object.fromEntries(names.map((name, index) => [name, numberVector(columns[index])])),
    ...mapValues(maxAvailableAtBySource, AVAILABLE_SUFFIX, instantVector),
    ...mapValues(maxEventTimeBySource, EVENT_SUFFIX, instantVector),
  };
  const roles: Roles = {
    keys: Object.keys(spine.keys),
    carried: Object.keys(carried),
    names: [...names],
    modelColumns: [...modelColumns],
    availableViews: Object.keys(maxAvailableAtBySource),
    eventViews: Object.keys(maxEventTimeBySource),
    fingerprint,
  };
  const table = new arrow.Table(vectors);
  const metadata = new Map([[METADATA_KEY, JSON.stringify(roles)]]);
  return new arrow.Table(new arrow.Schema(table.schema.fields, metadata), table.batches);
}

/** Writes the file aside and renames it, so that no reader ever meets half of it. */
export async function saveArrow(path: string, set: Written): Promise<void> {
  const aside = `${path}.partial`;
  await writeFile(aside, arrow.tableToIPC(arrowTable(set), 'file'));
  await rename(aside, path);
}

/** Reads what `saveArrow` wrote. Throws when the file is no training set. */
export async function readArrow(path: string): Promise<TrainingSet> {
  const table = arrow.tableFromIPC(await readFile(path));
  const metadata = table.schema.metadata.get(METADATA_KEY);
  if (metadata === undefined)
    throw new Error(`${path}: an Arrow file without '${METADATA_KEY}' metadata; expected one written by saveArrow`);
  const roles = rolesSchema.parse(JSON.parse(metadata));
  const column = (name: string): Vector => table.getChild(name)!;
  const byName = <T>(names: readonly string[], suffix: string, read: (vector: Vector) => T) =>
    Object.fromEntries(names.map((name) => [name, read(column(name + suffix))]));
  return {
    rowCount: table.numRows,
    spine: { keys: byName(roles.keys, '', readValues), decidedAt: readInstants(column('decided_at')) },
    carried: byName(roles.carried, '', readValues),
    names: roles.names,
    columns: roles.names.map((name) => column(name).toArray() as Float32Array),
    modelColumns: roles.modelColumns,
    maxAvailableAtBySource: byName(roles.availableViews, AVAILABLE_SUFFIX, readInstants),
    maxEventTimeBySource: byName(roles.eventViews, EVENT_SUFFIX, readInstants),
    fingerprint: roles.fingerprint,
  };
}

const METADATA_KEY = 'training_set';
const AVAILABLE_SUFFIX = '_max_available_at';
const EVENT_SUFFIX = '_max_event_time';

const rolesSchema = z.object({
  keys: z.array(z.string()),
  carried: z.array(z.string()),
  names: z.array(z.string()),
  modelColumns: z.array(z.string()),
  availableViews: z.array(z.string()),
  eventViews: z.array(z.string()),
  fingerprint: z.string(),
});
type Roles = z.infer<typeof rolesSchema>;

function mapValues<T>(
  columns: Readonly<Record<string, T>>,
  suffix: string,
  toVector: (values: T) => Vector,
): Record<string, Vector> {
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name + suffix, toVector(values)]));
}

function valuesVector(values: ColumnValues): Vector {
  return values instanceof Float64Array ? numberVector(values) : textVector(values);
}

function numberVector(values: Float32Array | Float64Array): Vector {
  const type = values instanceof Float32Array ? new arrow.Float32() : new arrow.Float64();
  return nullableVector({ type, data: values }, (row) => Number.isNaN(values[row]));
}

/** Texts repeat (an entity has a row for every decision), so each is stored once. */
function textVector(texts: readonly (string | null)[]): Vector {
  const codeByText = new Map<string, number>();
  const codes = Int32Array.from(texts, (text) => {
    if (text === null) return 0;
    const code = codeByText.get(text) ?? codeByText.size;
    codeByText.set(text, code);
    return code;
  });
  const dictionary = arrow.vectorFromArray([...codeByText.keys()], new arrow.Utf8());
  const type = new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32());
  return nullableVector({ type, data: codes, dictionary }, (row) => texts[row] === null);
}

function instantVector(milliseconds: Float64Array): Vector {
  const isNull = (row: number) => Number.isNaN(milliseconds[row]);
  const micros = BigInt64Array.from(milliseconds, (ms) => (Number.isNaN(ms) ? 0n : BigInt(Math.round(ms * 1000))));
  return nullableVector({ type: new arrow.TimestampMicrosecond('UTC'), data: micros }, isNull);
}

type Values = { readonly type: DataType; readonly data: ArrayLike<unknown>; readonly dictionary?: Vector };

function nullableVector(values: Values, isNull: (row: number) => boolean): Vector {
  const { length } = values.data;
  const nullBitmap = new Uint8Array(Math.ceil(length / 8));
  let nullCount = 0;
  for (let row = 0; row < length; row++) {
    if (isNull(row)) nullCount++;
    else nullBitmap[row >> 3] |= 1 << (row & 7);
  }
  return new arrow.Vector([
    arrow.makeData({ ...values, length, nullCount, nullBitmap: nullCount > 0 ? nullBitmap : null }),
  ]);
}

function readValues(vector: Vector): ColumnValues {
  const { type } = vector;
  return type instanceof arrow.Dictionary
    ? (vector.toArray() as (string | null)[])
    : (vector.toArray() as Float64Array);
}

function readInstants(vector: Vector): Float64Array {
  return Float64Array.from({ length: vector.length }, (_, row) => vector.get(row) ?? Number.NaN);
}
