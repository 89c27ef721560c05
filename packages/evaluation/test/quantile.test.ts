import * as simple from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { quantileOf, quantileSorted, sortKnown } from '../src/quantile.ts';

describe('quantiles', () => {
  // numpy 2.4: np.quantile([7, 1, 3, 12, 4.5], [0, 0.1, 0.5, 5/6, 0.95, 1])
  test('are numpy’s, interpolated between neighbours', () => {
    const values = Float64Array.of(7, 1, 3, 12, 4.5);
    const found = [0, 0.1, 0.5, 5 / 6, 0.95, 1].map((level) => quantileOf(values, level));
    const expected = [1, 1.8, 4.5, 8.666666666666668, 11, 12];
    for (const [at, value] of found.entries()) expect(value).toBeCloseTo(expected[at], 12);
    expect(Array.from(values)).toEqual([7, 1, 3, 12, 4.5]);
  });

  // numpy 2.4: np.nanquantile([nan, 2, nan, 1], 0.25)
  test('leave out what is missing, as nanquantile does', () => {
    expect(quantileOf(Float64Array.of(Number.NaN, 2, Number.NaN, 1), 0.25)).toBe(1.25);
    expect(Array.from(sortKnown(Float64Array.of(Number.NaN, 2, -0, Number.POSITIVE_INFINITY)))).toEqual([
      -0,
      2,
      Infinity,
    ]);
  });

  test('of nothing are missing, of one value that value', () => {
    expect(quantileOf(Float64Array.of(Number.NaN), 0.5)).toBeNaN();
    expect(quantileSorted(Float64Array.of(3), 0.9)).toBe(3);
  });

  test('are those of simple-statistics, to the last bit', () => {
    const sorted = Float64Array.from({ length: 168 }, (_, hour) => Math.sin(hour) * 10).sort();
    for (const level of [0, 0.025, 0.1, 0.5, 5 / 6, 0.95, 1]) {
      expect(quantileSorted(sorted, level)).toBe(simple.quantileSorted(Array.from(sorted), level));
    }
  });
});
