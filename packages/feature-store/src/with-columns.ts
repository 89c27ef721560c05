import type { Columns } from '@applied-modeling/lakehouse';
import type { TrainingSet } from './training-set.ts';

/** Columns that are no features of a set, and where they come from. */
export interface ForeignColumns {
  readonly names: readonly string[];
  readonly columns: readonly Float32Array[];
  readonly source: string;
  /** When the newest of their values could be known. */
  readonly availableAt: number;
}

/** A set with foreign columns beside its own, as if they were features of it: what a planted leak looks like. */
export function withColumns<Set extends TrainingSet>(
  set: Set,
  { names, columns, source, availableAt }: ForeignColumns,
): Set {
  return {
    ...set,
    names: [...set.names, ...names],
    columns: [...set.columns, ...columns],
    modelColumns: [...set.modelColumns, ...names],
    maxAvailableAtBySource: {
      ...set.maxAvailableAtBySource,
      [source]: new Float64Array(set.rowCount).fill(availableAt),
    },
    fingerprint: `${set.fingerprint}-leaked`,
  };
}

/** Columns of what was read, one record an id, joined to ids whatever their time; NaN where an id has no record. */
export function joinById(read: Columns, key: string, ids: readonly string[], names: readonly string[]): Float32Array[] {
  const rowOf = new Map(read.strings(key).map((id, row) => [id, row]));
  return names.map((name) => {
    const values = read.numbers(name);
    return Float32Array.from(ids, (id) => values[rowOf.get(id) ?? -1] ?? Number.NaN);
  });
}
