import { expect, test } from 'vitest';
import { matrixAt } from '../src/index.ts';

const set = { names: ['hours', 'nodes'], columns: [Float32Array.of(1, 2, Number.NaN), [10, 20, 30]] };

test('a matrix holds the chosen rows in their order, repeated ones too', () => {
  const rows = Uint32Array.of(2, 0, 0);
  expect(matrixAt(set, rows)).toEqual({
    columns: [Float32Array.of(Number.NaN, 1, 1), Float32Array.of(30, 10, 10)],
    featureNames: ['hours', 'nodes'],
    numRow: 3,
  });
  const { label, weight } = matrixAt(set, rows, { label: [0, 1, 1], weight: Float64Array.of(0.5, 1, 2) });
  expect([label, weight]).toEqual([Float32Array.of(1, 0, 0), Float32Array.of(2, 0.5, 0.5)]);
});

test('every array of it lies in shared memory', () => {
  const { columns, label, weight } = matrixAt(set, Uint32Array.of(1), { label: [1, 1, 1], weight: [1, 1, 1] });
  for (const values of [...columns, label!, weight!]) expect(values.buffer).toBeInstanceOf(SharedArrayBuffer);
});
