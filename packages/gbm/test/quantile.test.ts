import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantile } from '../src/quantile.ts';
import { createSortScratch } from '../src/sort-column.ts';
import { interpolatedQuantile, weightedQuantile } from './reference/quantile-by-definition.ts';

const SPEND = [7, 1, 9, 3, 4]; // sorted: 1 3 4 7 9

describe('without weights', () => {
  // numpy 2.4.6: numpy.quantile([7, 1, 9, 3, 4], [0.1, 0.25, 0.5, 0.7, 0.75, 0.9], method="weibull")
  test.each([
    [0.1, 1],
    [0.25, 2],
    [0.5, 4],
    [0.7, 7.4],
    [0.75, 8],
    [0.9, 9],
  ])("equals numpy's method weibull on five values at level %d", (level, expected) => {
    expect(of(SPEND, level)).toBeCloseTo(expected, 6);
  });

  test('equals the definition, to the last bit', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), level, (values, at) => {
        expect(of(values, at)).toBe(interpolatedQuantile(values, at));
      }),
      { seed: 41, numRuns: 500 },
    );
  });
});

describe('with weights', () => {
  test.each([
    [0.1, [1, 1, 1, 1, 1], 1],
    [0.5, [1, 1, 1, 1, 1], 4],
    [0.6, [1, 1, 1, 1, 1], 4], // three fifths of the weight are reached at the third value, not after it
    [0.61, [1, 1, 1, 1, 1], 7],
    [0.5, [1, 1, 6, 1, 1], 9], // 9 holds six tenths of the weight
    [0.5, [0, 5, 0, 5, 0], 1],
    [0.51, [0, 5, 0, 5, 0], 3],
    [0.99, [1, 1, 0, 1, 1], 7], // a value without weight is none
  ])('at level %d of weights %j is the least value that reaches its share', (level, weights, expected) => {
    expect(of(SPEND, level, weights)).toBe(expected);
  });

  test('equals the definition, to the last bit', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, weight), { minLength: 1, maxLength: 50 }), level, (rows, at) => {
        const [values, weights] = [rows.map(([v]) => v), rows.map(([, w]) => w)];
        fc.pre(weights.some((w) => w > 0));
        expect(of(values, at, weights)).toBe(weightedQuantile(values, weights, at));
      }),
      { seed: 42, numRuns: 500 },
    );
  });

  test('rises when a value above it gains weight, and falls when one below it does', () => {
    const rows = fc.array(fc.tuple(value, weight), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(rows, level, fc.nat(), fc.integer({ min: 1, max: 9 }), (pairs, at, pick, gain) => {
        const [values, weights] = [pairs.map(([v]) => v), pairs.map(([, w]) => w + 1)];
        const row = pick % values.length;
        const before = of(values, at, weights);
        const after = of(values, at, weights.with(row, weights[row] + gain));
        if (values[row] >= before) expect(after).toBeGreaterThanOrEqual(before);
        if (values[row] <= before) expect(after).toBeLessThanOrEqual(before);
      }),
      { seed: 43, numRuns: 500 },
    );
  });

  test('of no value or no weight is nothing', () => {
    expect(of([], 0.5)).toBeNaN();
    expect(of([], 0.5, [])).toBeNaN();
    expect(of([1, 2], 0.5, [0, 0])).toBeNaN();
  });
});

const value = fc.float({ min: -100, max: 100, noNaN: true }).map((x) => x + 0); // -0 is 0
const weight = fc.integer({ min: 0, max: 12 }).map((quarters) => quarters / 4);
const level = fc.constantFrom(0.01, 0.1, 0.25, 0.3, 0.5, 0.7, 0.9, 0.99).map(Math.fround);

function of(values: readonly number[], at: number, weights?: readonly number[]): number {
  const scratch = createSortScratch(values.length);
  return quantile(Float32Array.from(values), weights && Float32Array.from(weights), Math.fround(at), scratch);
}
