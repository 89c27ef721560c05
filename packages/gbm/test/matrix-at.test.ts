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
  const ones = { label: [1, 1, 1], weight: [1, 1, 1], qid: [1, 1, 1] };
  const { columns, label, weight, group } = matrixAt(set, Uint32Array.of(1), ones);
  for (const values of [...columns, label!, weight!, group!]) expect(values.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test('rows of one qid make up a group, of which the weight is theirs', () => {
  const values = { label: [0, 1, 0], weight: [2, 2, 7], qid: [4, 4, 9] };
  const { group, weight, label } = matrixAt(set, Uint32Array.of(1, 0, 2, 2), values);
  expect(group).toEqual(Uint32Array.of(2, 2));
  expect(weight).toEqual(Float32Array.of(2, 7));
  expect(label).toEqual(Float32Array.of(1, 0, 0, 0));
});

test.each([
  ['rows that go back', { qid: [4, 4, 3] }, 'matrixAt: qid: found 3 after 4 at row 2, expected ascending numbers'],
  ['a qid that is missing', { qid: [4, Number.NaN, 5] }, 'matrixAt: qid: found NaN after 4 at row 1'],
  [
    'two weights in a group',
    { qid: [1, 1, 2], weight: [1, 3, 1] },
    'matrixAt: weight: found 1 and 3 in group 0, expected one weight a group',
  ],
])('groups refuse %s', (_, values, message) => {
  expect(() => matrixAt(set, Uint32Array.of(0, 1, 2), values)).toThrow(message);
});
