import { splitRows } from './split-rows.ts';

/** `splitRows`, after which the rows that go right follow those that go left in rows[begin..end). */
export function partitionRows(
  rows: Uint32Array,
  begin: number,
  end: number,
  codes: Uint8Array,
  rowBytes: number,
  first: number,
  bin: number,
  missingToLeft: number,
  scratch: Uint32Array,
): number {
  const middle = splitRows(rows, begin, end, codes, rowBytes, first, bin, missingToLeft, scratch);
  for (let i = middle; i < end; i++) rows[i] = scratch[i - middle];
  return middle;
}
