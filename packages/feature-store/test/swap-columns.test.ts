import { expect, test } from 'vitest';
import { swapColumns } from '../src/index.ts';

test('takes chosen columns as others have them, and says which share of their values is another', () => {
  const set = { names: ['a', 'b'], columns: [Float32Array.of(1, 2), Float32Array.of(Number.NaN, 4)] };
  const others = [Float32Array.of(9, 9), Float32Array.of(Number.NaN, 5)];
  const { columns, changed } = swapColumns(set, others, (name) => name === 'b');
  expect(columns).toEqual([set.columns[0], others[1]]);
  expect(changed).toBe(0.5);
});
