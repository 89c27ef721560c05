import { createSortScratch, sortColumn } from './sort-column.ts';

/** Where each group's rows begin, and last where the rows end. */
export function groupStarts(sizes: Uint32Array): Uint32Array {
  const starts = new Uint32Array(sizes.length + 1);
  for (let group = 0; group < sizes.length; group++) starts[group + 1] = starts[group] + sizes[group];
  return starts;
}

/**
 * Makes a ranking of rows within their groups: the rows group by group, by descending value, ties by ascending row. One radix
 * sort of all rows, dealt out to the groups: O(rows), however large a group is. A ranking lasts until the next one.
 */
export function rankInGroups(starts: Uint32Array): (values: Float32Array) => Uint32Array {
  const numGroup = starts.length - 1;
  const numRow = starts[numGroup];
  const groupOf = new Uint32Array(numRow);
  for (let group = 0; group < numGroup; group++) groupOf.fill(group, starts[group], starts[group + 1]);
  const scratch = createSortScratch(numRow);
  const negated = new Float32Array(numRow);
  const ranked = new Uint32Array(numRow);
  const next = new Uint32Array(numGroup);
  return (values) => {
    for (let row = 0; row < numRow; row++) negated[row] = -values[row];
    sortColumn(negated, scratch);
    next.set(starts.subarray(0, numGroup));
    for (let i = 0; i < numRow; i++) {
      const row = scratch.rows[i];
      ranked[next[groupOf[row]]++] = row;
    }
    return ranked;
  };
}
