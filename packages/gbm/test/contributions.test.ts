import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Booster, contributions, predictMargin, type Tree, train } from '../src/index.ts';
import { expectation, shapleyByEnumeration } from './reference/shapley.ts';

const NUM_FEATURE = 4;

/** Random trees in breadth-first order, features repeated along paths; some hessians lie far apart. */
const tree: fc.Arbitrary<Tree> = fc
  .record({
    isSplit: fc.array(fc.boolean(), { minLength: 15, maxLength: 15 }),
    feature: fc.array(fc.integer({ min: 0, max: NUM_FEATURE - 1 }), { minLength: 31, maxLength: 31 }),
    condition: fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 31, maxLength: 31 }),
    defaultLeft: fc.array(fc.constantFrom(0, 1), { minLength: 31, maxLength: 31 }),
    hessian: fc.array(fc.constantFrom(0, 0.01, 1, 3, 40), { minLength: 31, maxLength: 31 }),
  })
  .map(({ isSplit, feature, condition, defaultLeft, hessian }) => {
    const leftChild = [-1];
    for (let node = 0; node < leftChild.length; node++) {
      if (!isSplit[node]) continue;
      leftChild[node] = leftChild.length;
      leftChild.push(-1, -1);
    }
    const length = leftChild.length;
    return {
      leftChild: Int32Array.from(leftChild),
      splitFeature: Int32Array.from(feature.slice(0, length)),
      splitCondition: Float32Array.from(condition.slice(0, length)),
      defaultLeft: Uint8Array.from(defaultLeft.slice(0, length)),
      gain: new Float32Array(length),
      sumHessian: Float32Array.from(hessian.slice(0, length)),
      baseWeight: new Float32Array(length),
    };
  });

const row = fc.array(fc.option(fc.integer({ min: -8, max: 8 }), { nil: Number.NaN }), {
  minLength: NUM_FEATURE,
  maxLength: NUM_FEATURE,
});

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

function boosterOf(trees: readonly Tree[]): Booster {
  const featureNames = ['a', 'b', 'c', 'd'];
  return { params: { objective: 'reg:squarederror' }, trees, baseScore: 0, featureNames, evalHistory: [] };
}
