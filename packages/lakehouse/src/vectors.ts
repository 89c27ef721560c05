/**
 * The memory behind a DuckDB vector.
 *
 * `@duckdb/node-api` keeps the typed array of a vector in a private field and offers one call a value instead. Copying
 * whole arrays takes a quarter of the time (0.8 s instead of 3 s for ten million rows of six numbers), and is the only
 * way to write an ENUM by its codes and to see that a text is the one before. So this file, and no other, reaches in; the package's version is pinned exactly,
 * and the tests of `stage.ts` and `columns.ts` fail if the fields ever change.
 */

import type { DuckDBVector } from '@duckdb/node-api';

export type NumericArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

interface VectorMemory {
  /** Of texts: 16 bytes a row, its length and either the text itself (up to 12 bytes) or where it lies. */
  readonly dataView?: DataView;
  readonly items?: NumericArray;
  /** Bit i of the words is 1 where row i holds a value; null when every row does. */
  readonly validity: { readonly data: BigUint64Array | null };
}

/** The numbers of a vector, one a row; at a NULL the number is arbitrary. Writing needs `vector.flush()` afterwards. */
export function vectorItems<T extends NumericArray>(vector: DuckDBVector): T {
  const { items } = vector as unknown as VectorMemory;
  if (!items) throw new TypeError(`a ${vector.type} vector has no typed array behind it; cast the column to a number`);
  return items as T;
}

/** Copies the texts of a vector out; a run of equal ones is decoded once. At a NULL the text is arbitrary. */
export function copyTexts(vector: DuckDBVector, texts: string[], offset: number): void {
  const { dataView } = vector as unknown as VectorMemory;
  if (!dataView) throw new TypeError(`a ${vector.type} vector holds no texts; cast the column to VARCHAR`);
  const words = new BigInt64Array(dataView.buffer, dataView.byteOffset, vector.itemCount * 2);
  let text: unknown = null;
  for (let row = 0; row < vector.itemCount; row++) {
    const isRepeated =
      text !== null && words[2 * row] === words[2 * row - 2] && words[2 * row + 1] === words[2 * row - 1];
    if (!isRepeated) text = vector.getItem(row);
    texts[offset + row] = (text ?? '') as string;
  }
}

/** Calls `visit` with each row that is NULL; costs nothing for a vector without NULLs. */
export function visitNulls(vector: DuckDBVector, visit: (row: number) => void): void {
  const words = (vector as unknown as VectorMemory).validity.data;
  if (!words) return;
  const bits = new Uint32Array(words.buffer, words.byteOffset, words.length * 2);
  for (let row = 0; row < vector.itemCount; row++) {
    if (((bits[row >>> 5] >>> (row & 31)) & 1) === 0) visit(row);
  }
}
