import { createSortScratch, sortColumn } from '../sort-column.ts';

/**
 * Writes the rows with a value by ascending value, each as (row, sort key) interleaved, to `sorted`, and returns how many there
 * are. `sorted` and `spare` hold two numbers a row; `spare` is overwritten.
 */
export function sortRows(column: Float32Array, sorted: Uint32Array, _spare: Uint32Array): number {
  const scratch = createSortScratch(column.length);
  const present = sortColumn(column, scratch);
  for (let i = 0; i < present; i++) {
    sorted[2 * i] = scratch.rows[i];
    sorted[2 * i + 1] = scratch.keys[i];
  }
  return present;
}
