import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contributions, predictMargin, train } from '../src/index.ts';
import { depthOf } from '../src/tree.ts';
import { boosterOf, row, tree } from './random-tree.ts';
import { expectation, shapleyByEnumeration } from './reference/shapley.ts';
import { contributionsByPaths } from './reference/tree-shap.ts';

test('equals Shapley values by enumeration of every subset of features', () => {
  fc.assert(
    fc.property(tree, row, (grown, values) => {
      const explained = contributions(boosterOf([grown]), Float32Array.from(values));
      expect(explained.bias).toBeCloseTo(expectation(grown, values, 0), 10);
      shapleyByEnumeration(grown, values).forEach((expected, feature) => {
        expect(explained.values[feature]).toBeCloseTo(expected, 10);
      });
    }),
    { seed: 3, numRuns: 300 },
  );
});

test('equals the sum over paths to a billionth, for deep trees that repeat features and miss values', () => {
  const booster = train({ max_depth: 9, min_child_weight: 1, eta: 0.5 }, noisyMatrix, { numBoostRound: 4 });
  expect(Math.max(...booster.trees.map((one) => depthOf(one)))).toBe(9);
  for (let at = 0; at < 40; at++) {
    const row = Float32Array.from(noisyMatrix.columns, (column) => column[at]);
    const [found, expected] = [contributions(booster, row), contributionsByPaths(booster, row)];
    expect(found.bias).toBe(expected.bias);
    const largest = Math.max(...expected.values.map(Math.abs));
    found.values.forEach((value, feature) => {
      expect(Math.abs(value - expected.values[feature])).toBeLessThan(1e-9 * largest);
    });
  }
});

test('adds up to the margin', () => {
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 5 }), row, (trees, values) => {
      const booster = boosterOf(trees);
      const { bias, values: parts } = contributions(booster, Float32Array.from(values));
      const [margin] = predictMargin(
        booster,
        values.map((value) => Float32Array.of(value)),
      );
      expect(parts.reduce((sum, part) => sum + part, bias)).toBeCloseTo(margin, 5);
    }),
    { seed: 4 },
  );
});

test('a feature that never splits contributes nothing', () => {
  const columns = [Float32Array.of(0, 0, 1, 1), Float32Array.of(7, 7, 7, 7)];
  const label = Float32Array.of(0, 0, 1, 1);
  const booster = train({}, { columns, featureNames: ['x', 'constant'], numRow: 4, label }, { numBoostRound: 3 });
  const { values } = contributions(booster, Float32Array.of(1, 7));
  expect(values[0]).toBeGreaterThan(0.1);
  expect(values[1]).toBe(0);
});

test('refuses a row of another width', () => {
  expect(() => contributions(boosterOf([]), Float32Array.of(1, 2))).toThrow(
    'contributions: found a row of 2 values, expected 4; pass one value a feature',
  );
});

/** 600 rows of 12 columns, a tenth of the values missing, and a label that takes all columns to tell. */
const noisyMatrix = {
  columns: Array.from({ length: 12 }, (_, feature) =>
    Float32Array.from({ length: 600 }, (_, at) => ((at * 7 + feature) % 10 === 0 ? NaN : hash(at, feature))),
  ),
  featureNames: [...'abcdefghijkl'],
  numRow: 600,
  label: Float32Array.from({ length: 600 }, (_, at) => hash(at, 12)),
};

/** A number in [0, 1) that a row and a column always get. */
function hash(row: number, column: number): number {
  return (Math.imul(row * 13 + column + 1, 2654435761) >>> 8) / 2 ** 24;
}
