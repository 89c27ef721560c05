/**
 * A training set as an Arrow IPC file, for notebooks, pandas and polars: features as Float32 columns (NaN = missing) that
 * share memory with the set, texts as dictionaries, instants as UTC timestamps in microseconds.
 *
 * What a table cannot say (which columns are keys, features and clocks; the fingerprint) stands in the schema's metadata
 * under `training_set`.
 */

import { readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Table, Vector } from 'apache-arrow';
import { z } from 'zod';
import type { ColumnValues, TrainingSet } from './training-set.ts';

// The package's build in one file: as modules it takes a third of a second to load.
const arrow: typeof import('apache-arrow') = createRequire(import.meta.url)('apache-arrow/Arrow.es2015.min');

/** Columns: keys, `decided_at`, carried columns, features, then the newest clocks of each view. */
export function arrowTable(set: TrainingSet): Table {
  const { spine, carried, names, columns, modelColumns, fingerprint } = set;
  const vectors = {
    ...mapValues(spine.keys, '', valuesVector),
    decided_at: instantVector(spine.decidedAt),
    ...mapValues(carried, '', valuesVector),
    ...Object.fromEntries(names.map((name, index) => [name, arrow.makeVector(columns[index])])),
    ...mapValues(set.maxAvailableAtBySource, AVAILABLE_SUFFIX, instantVector),
    ...mapValues(set.maxEventTimeBySource, EVENT_SUFFIX, instantVector),
  };
  const roles: Roles = {
    keys: Object.keys(spine.keys),
    carried: Object.keys(carried),
    names: [...names],
    modelColumns: [...modelColumns],
    availableViews: Object.keys(set.maxAvailableAtBySource),
    eventViews: Object.keys(set.maxEventTimeBySource),
    fingerprint,
  };
  const table = new arrow.Table(vectors);
  const metadata = new Map([[METADATA_KEY, JSON.stringify(roles)]]);
  return new arrow.Table(new arrow.Schema(table.schema.fields, metadata), table.batches);
}

/** Writes the file aside and renames it, so that no reader ever meets half of it. */
export async function saveArrow(path: string, set: TrainingSet): Promise<void> {
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
  return values instanceof Float64Array ? arrow.makeVector(values) : textVector(values);
}

/** Texts repeat (an entity has a row for every decision), so each is stored once. */
function textVector(texts: readonly (string | null)[]): Vector {
  const codeByText = new Map<string, number>();
  const codes = new Int32Array(texts.length);
  const validity = new Uint8Array(Math.ceil(texts.length / 8));
  let nullCount = 0;
  for (const [row, text] of texts.entries()) {
    if (text === null) {
      nullCount++;
      continue;
    }
    let code = codeByText.get(text);
    if (code === undefined) codeByText.set(text, (code = codeByText.size));
    codes[row] = code;
    validity[row >> 3] |= 1 << (row & 7);
  }
  const dictionary = arrow.vectorFromArray([...codeByText.keys()], new arrow.Utf8());
  const type = new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32());
  return new arrow.Vector([
    arrow.makeData({
      type,
      length: texts.length,
      nullCount,
      nullBitmap: nullCount > 0 ? validity : null,
      data: codes,
      dictionary,
    }),
  ]);
}

function instantVector(milliseconds: Float64Array): Vector {
  const micros = new BigInt64Array(milliseconds.length);
  const validity = new Uint8Array(Math.ceil(milliseconds.length / 8));
  let nullCount = 0;
  for (let row = 0; row < milliseconds.length; row++) {
    if (Number.isNaN(milliseconds[row])) {
      nullCount++;
      continue;
    }
    micros[row] = BigInt(Math.round(milliseconds[row] * 1000));
    validity[row >> 3] |= 1 << (row & 7);
  }
  const type = new arrow.TimestampMicrosecond('UTC');
  const nullBitmap = nullCount > 0 ? validity : null;
  return new arrow.Vector([arrow.makeData({ type, length: milliseconds.length, nullCount, nullBitmap, data: micros })]);
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
