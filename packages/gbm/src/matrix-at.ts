import type { DMatrix } from './matrix.ts';

/** Columns by name, and what belongs to their rows; all of one length. */
export interface ColumnSet {
  readonly names: readonly string[];
  readonly columns: readonly ArrayLike<number>[];
}

/**
 * A matrix of chosen rows of some columns, in the order of `rows`, which may repeat. `label` and `weight` are as long as the
 * columns. It lies in shared memory, so that training threads read it without a copy.
 */
export function matrixAt(
  { names, columns }: ColumnSet,
  rows: Uint32Array,
  { label, weight }: { readonly label?: ArrayLike<number>; readonly weight?: ArrayLike<number> } = {},
): DMatrix {
  return {
    columns: columns.map((column) => takeFloats(column, rows)),
    featureNames: names,
    numRow: rows.length,
    ...(label && { label: takeFloats(label, rows) }),
    ...(weight && { weight: takeFloats(weight, rows) }),
  };
}

/** One column of such a matrix: the values of chosen rows, in shared memory. */
export function takeFloats(values: ArrayLike<number>, rows: Uint32Array): Float32Array {
  const out = new Float32Array(new SharedArrayBuffer(rows.length * 4));
  for (let at = 0; at < rows.length; at++) out[at] = values[rows[at]];
  return out;
}
