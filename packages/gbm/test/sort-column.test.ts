import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSortScratch, sortColumn } from '../src/sort-column.ts';

test('orders rows by value, then by row, and leaves missing ones out', () => {
  fc.assert(
    fc.property(fc.float32Array({ maxLength: 100 }), (column) => {
      const scratch = createSortScratch(column.length);
      const present = sortColumn(column, scratch);
      const expected = [...column.keys()].filter((row) => !Number.isNaN(column[row]));
      expected.sort((a, b) => (column[a] === column[b] ? a - b : column[a] - column[b]));
      expect([...scratch.rows.subarray(0, present)]).toEqual(expected);
    }),
    { seed: 6 },
  );
});
