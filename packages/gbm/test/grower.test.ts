import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binMatrix } from '../src/binning.ts';
import { roundToExactGrid } from '../src/gradients.ts';
import { TreeGrower } from '../src/grower.ts';
import type { Tree } from '../src/index.ts';
import { plainKernels } from '../src/kernels.ts';
import { resolveParams } from '../src/params.ts';
import type { SampledRows } from '../src/sample.ts';
import { type ExactNode, growExactly } from './reference/exact-greedy.ts';

const kernels = plainKernels();

const cell = fc.option(fc.integer({ min: -4, max: 4 }), { nil: Number.NaN, freq: 5 });
const pair = fc.tuple(fc.float({ min: -2, max: 2, noNaN: true }), fc.float({ min: 0, max: 1, noNaN: true }));
const row = fc.record({ cells: fc.array(cell, { minLength: 5, maxLength: 5 }), pair });
const limitsOf = fc
  .record({
    max_depth: fc.integer({ min: 1, max: 4 }),
    min_child_weight: fc.constantFrom(0, 0.5, 2),
    lambda: fc.constantFrom(0, 1, 3),
    alpha: fc.constantFrom(0, 0.3),
    gamma: fc.constantFrom(0, 0.2),
    max_delta_step: fc.constantFrom(0, 0.4),
    eta: fc.constantFrom(0.1, 1),
  })
  .map(resolveParams);

const directions = fc.option(fc.array(fc.constantFrom(-1, 0, 1), { minLength: 5, maxLength: 5 }), { nil: undefined });

test('equals the exact greedy twin wherever the bins hold every distinct value, whatever is monotone', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), limitsOf, directions, (rows, limits, monotone) => {
      const cells = rows.map((r) => r.cells);
      const columns = cells[0].map((_, feature) => Float32Array.from(cells, (values) => values[feature]));
      const gradients = Float32Array.from(rows.flatMap((r) => r.pair));
      roundToExactGrid(gradients, kernels);
      const matrix = { columns, featureNames: ['a', 'b', 'c', 'd', 'e'], numRow: rows.length };

      const grower = new TreeGrower(
        binMatrix(matrix, 256, kernels),
        { ...limits, monotone: monotone && Int8Array.from(monotone) },
        kernels,
      );
      const tree = grower.grow(gradients, allRows(rows.length), Int32Array.of(0, 1, 2, 3, 4));

      const pairs = rows.map((_, i) => [gradients[2 * i], gradients[2 * i + 1]] as const);
      expect(nested(tree, 0, limits.eta)).toEqual(
        rounded(growExactly(cells, pairs, { ...limits, monotone }), limits.eta),
      );
    }),
    { seed: 11, numRuns: 400 },
  );
});

test('numbers nodes by level, siblings adjacent, children after parents', () => {
  const column = Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7);
  const gradients = Float32Array.from([0, 1, 10, 11, 100, 101, 110, 111].flatMap((gradient) => [gradient, 1]));
  const matrix = { columns: [column], featureNames: ['x'], numRow: 8 };
  const params = resolveParams({ max_depth: 3, lambda: 0 });
  const grower = new TreeGrower(binMatrix(matrix, 256, kernels), params, kernels);
  const { leftChild } = grower.grow(gradients, allRows(8), Int32Array.of(0));
  expect([...leftChild]).toEqual([1, 3, 5, 7, 9, 11, 13, -1, -1, -1, -1, -1, -1, -1, -1]);
});

test('moves margins by leaf as walking the tree does', () => {
  const columns = [Float32Array.of(1, 2, 3, Number.NaN), Float32Array.of(5, 5, 6, 6)];
  const matrix = { columns, featureNames: ['x', 'y'], numRow: 4 };
  const params = resolveParams({ eta: 1, lambda: 0, max_depth: 2 });
  const grower = new TreeGrower(binMatrix(matrix, 256, kernels), params, kernels);
  const gradients = Float32Array.of(1, 1, -3, 1, -3, 1, 5, 1);
  const margins = new Float32Array(4);
  grower.addLeafValues(grower.grow(gradients, allRows(4), Int32Array.of(0, 1)), margins);
  expect(margins).toEqual(Float32Array.of(-1, 3, 3, -5));
});

test('a row outside the sample falls through the tree without a say in it', () => {
  const columns = [Float32Array.of(1, 2, 3, Number.NaN, 1, 3, Number.NaN)];
  const matrix = { columns, featureNames: ['x'], numRow: 7 };
  const params = resolveParams({ eta: 1, lambda: 0, max_depth: 2 });
  const grower = new TreeGrower(binMatrix(matrix, 256, kernels), params, kernels);
  const gradients = Float32Array.of(1, 1, -3, 1, -3, 1, 5, 1, 99, 9, 99, 9, 99, 9);
  const margins = new Float32Array(7);
  const sample = { rows: Uint32Array.of(0, 1, 2, 3, 6, 5, 4), sampleSize: 4 };
  grower.addLeafValues(grower.grow(gradients, sample, Int32Array.of(0)), margins);
  expect(margins).toEqual(Float32Array.of(-1, 3, 3, -5, -1, 3, -5));
});

test('refits a leaf to its sampled rows alone', () => {
  const columns = [Float32Array.of(1, 2, 3, Number.NaN, 1, 3, Number.NaN)];
  const matrix = { columns, featureNames: ['x'], numRow: 7 };
  const params = resolveParams({ eta: 0.5, lambda: 0, max_depth: 2 });
  const grower = new TreeGrower(binMatrix(matrix, 256, kernels), params, kernels);
  const gradients = Float32Array.of(1, 1, -3, 1, -3, 1, 5, 1, 99, 9, 99, 9, 99, 9);
  const tree = grower.grow(gradients, { rows: Uint32Array.of(0, 1, 2, 3, 6, 5, 4), sampleSize: 4 }, Int32Array.of(0));
  const seen: number[][] = [];
  grower.refitLeaves(tree, (rows) => seen.push([...rows]));
  expect(seen).toEqual([[1, 2], [0], [3]]); // the missing row 3 goes right at the second split
  const margins = new Float32Array(7);
  grower.addLeafValues(tree, margins);
  expect(margins).toEqual(Float32Array.of(1, 0.5, 0.5, 1.5, 1, 0.5, 1.5));
});

function allRows(numRow: number): SampledRows {
  return { rows: Uint32Array.from({ length: numRow }, (_, row) => row), sampleSize: numRow };
}

/** A tree in the twin's shape; a leaf's value is its weight times eta. */
function nested(tree: Tree, id: number, eta: number): ExactNode {
  const left = tree.leftChild[id];
  if (left === -1) return leafNode(tree.splitCondition[id]);
  return {
    feature: tree.splitFeature[id],
    threshold: tree.splitCondition[id],
    defaultLeft: tree.defaultLeft[id] === 1,
    gain: tree.gain[id],
    weight: tree.baseWeight[id] + 0, // -0 is 0
    children: [nested(tree, left, eta), nested(tree, left + 1, eta)],
  };
}

function rounded(node: ExactNode, eta: number): ExactNode {
  if (node.children === null) return leafNode(Math.fround(node.weight * Math.fround(eta)));
  return {
    ...node,
    weight: node.weight + 0,
    children: [rounded(node.children[0], eta), rounded(node.children[1], eta)],
  };
}

function leafNode(value: number): ExactNode {
  return { feature: 0, threshold: 0, defaultLeft: false, gain: 0, weight: value + 0, children: null }; // -0 is 0
}
