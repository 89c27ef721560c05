import { expect, test } from 'vitest';
import { explainRidge, fitLogisticRegression, fitRidge, predictLogistic, predictRidge } from '../../src/index.ts';
import { holdIn, rangeOf } from '../../src/regression/range.ts';

test('a range is that of the values that are there', () => {
  expect(rangeOf([3, Number.NaN, -1])).toEqual([-1, 3]);
  expect(rangeOf([Number.NaN])).toEqual([0, 0]);
  expect([-2, 2, 9, Number.NaN].map((value) => holdIn([-1, 3], value))).toEqual([-1, 2, 3, Number.NaN]);
  expect(holdIn(undefined, 9)).toBe(9);
});

const x = [0, 1, 2, 3, 4, 5, 6, 7];
const label = [0, 0, 1, 0, 1, 1, 0, 1];

test('a line that is held says of what it never saw what it says of the nearest it did', () => {
  const logistic = fitLogisticRegression([x], ['x'], label, { isHeld: true });
  const [far, last, low, first] = predictLogistic(logistic, [[5000, 7, -5000, 0]]);
  expect([far, low]).toEqual([last, first]);
  const ridge = fitRidge([x], ['x'], x, 1, { isHeld: true });
  expect(predictRidge(ridge, [[5000, -5000]])).toEqual(predictRidge(ridge, [[7, 0]]));
  expect(explainRidge(ridge, [[5000]], Uint32Array.of(0)).values[0]).toEqual(Float64Array.of(5000));
});

test('one that is not held goes on', () => {
  const ridge = fitRidge([x], ['x'], x, 1);
  expect(predictRidge(ridge, [[5000]])[0]).toBeGreaterThan(4000);
});

test('of what a single row had little is believed where scales have a floor', () => {
  const rows = 1000;
  const once = Float64Array.from({ length: rows }, (_, row) => Number(row === 3));
  const outcome = Float64Array.from({ length: rows }, (_, row) => Number(row % 3 === 0));
  const effectOf = (leastScale: number) => {
    const [{ coefficient, scale }] = fitLogisticRegression([once], ['once'], outcome, { leastScale }).features;
    return coefficient / scale;
  };
  expect(effectOf(0)).toBeGreaterThan(3);
  expect(effectOf(1)).toBeLessThan(0.7);
});
