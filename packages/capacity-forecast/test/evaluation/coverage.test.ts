import { describe, expect, test } from 'vitest';
import { coveredShares, quantileAt } from '../../src/evaluation/coverage.ts';
import { HOURS } from '../../src/label.ts';

describe('a level between the predicted quantiles', () => {
  const quantiles = [Float32Array.of(10, 100), Float32Array.of(20, 200), Float32Array.of(40, 400)];
  const at = (level: number) => Array.from(quantileAt([0.1, 0.5, 0.9], quantiles, level));

  test('lies between its neighbours, and beyond the outer ones at them', () => {
    expect(at(0.7)).toEqual([30, 300]);
    expect([at(0.05), at(0.95)]).toEqual([
      [10, 100],
      [40, 400],
    ]);
  });

  test('is the only one where only one was predicted', () => {
    expect(quantileAt([0.8], [Float32Array.of(7)], 0.5)).toEqual(Float32Array.of(7));
  });
});

test('an hour is covered at its level and under it, row by row', () => {
  const demand = new Float32Array(2 * HOURS).fill(100).fill(101, 0, 42);
  expect(Array.from(coveredShares(demand, [100, 101]))).toEqual([0.75, 1]);
});
