import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forestOf, marginOfRow } from '../src/forest.ts';
import { leafValueOfRow } from '../src/tree.ts';
import { boosterOf, row, tree } from './random-tree.ts';

test('walks any number of trees, of any depth, to the sum of their leaves in float32', () => {
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 6 }), row, (trees, values) => {
      const booster = { ...boosterOf(trees), baseScore: 0.1 };
      const columns = values.map((value) => Float32Array.of(value));
      const expected = trees.reduce(
        (margin, one) => Math.fround(margin + leafValueOfRow(one, columns, 0)),
        Math.fround(0.1),
      );
      expect(marginOfRow(forestOf(booster), Float32Array.from(values))).toBe(expected);
    }),
    { seed: 8, numRuns: 300 },
  );
});

test('is planted once, with the trees up to the best iteration', () => {
  const [first, second] = fc.sample(tree, { seed: 1, numRuns: 2 });
  const stopped = { ...boosterOf([first, second]), bestIteration: 0 };
  expect(forestOf(stopped)).toBe(forestOf(stopped));
  expect(forestOf(stopped)).toEqual(forestOf(boosterOf([first])));
});
