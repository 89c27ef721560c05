import { expect, it } from 'vitest';
import { asRead, lineColumns } from '../../src/training-set/line-columns.ts';

const NAN = Number.NaN;
const read = {
  names: ['hours_since_use', 'opens_28d', 'notebook_age_days', 'table_overlap', 'is_owner', 'fresh_reads', 'position'],
  columns: [
    [0, 72, NAN],
    [0, 1, 7],
    [3, 0, 1],
    [0, 0.5, 1],
    [1, 0, 0],
    [0, 3, 1],
    [1, 2, 5],
  ].map((column) => Float32Array.from(column)),
};

it('halves recency every three days, counts by doublings, and multiplies the sign of a new task with what then matters', () => {
  const { names, columns } = lineColumns(read);
  expect(Object.fromEntries(names.map((name, at) => [name, [...columns[at]]]))).toEqual({
    hours_since_use: [1, 0.5, 0],
    opens_28d: [0, 1, 3],
    notebook_age_days: [2, 0, 1],
    table_overlap: [0, 0.5, 1],
    is_owner: [1, 0, 0],
    fresh_reads: [0, 2, 1],
    position: [1, 2, 5],
    'fresh_reads × table_overlap': [0, 1, 1],
    'fresh_reads × hours_since_use': [0, 1, 0],
  });
});

it('leaves what trees read as it is', () => {
  expect(asRead({ trees: [] } as never, read)).toBe(read);
  expect(asRead({ intercept: 0, features: [], C: 1 }, read).names).toHaveLength(9);
});
