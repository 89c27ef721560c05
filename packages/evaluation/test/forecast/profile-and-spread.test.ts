import { expect, test } from 'vitest';
import { countSpread, poolQuantiles, seasonalProfile } from '../../src/index.ts';

// Two seasons of three: means 4 and 8, so the shares are (2 + 4) / 12, (4 + 8) / 12 and (6 + 12) / 12.
test('the usual value is the level of the season times the usual share of the place', () => {
  expect(Array.from(seasonalProfile(Float64Array.of(2, 4, 6, 4, 8, 12), 3))).toEqual([2, 4, 6, 4, 8, 12]);
  const usual = seasonalProfile(Float64Array.of(1, 3, 3, 1), 2);
  expect(Array.from(usual)).toEqual([2, 2, 2, 2]);
});

test('a value that is not known lowers no level and no share', () => {
  const usual = seasonalProfile(Float64Array.of(2, 4, Number.NaN, 4, 8, 12), 3);
  expect(usual[1]).toBeCloseTo((3 * (4 + 8)) / (3 + 8), 12);
  expect(usual[2]).toBeCloseTo((3 * 12) / 8, 12);
});

test('counts spread by at least the root of their mean, and further where they vary more', () => {
  const means = new Float64Array(4).fill(100);
  expect(Array.from(countSpread(means, Float64Array.of(100, 100, 100, 100)))).toEqual([10, 10, 10, 10]);
  // Σ (30² − 100) / Σ 100² = 0.08, so the variance is 100 + 0.08 · 100².
  const [spread] = countSpread(means, Float64Array.of(70, 130, Number.NaN, 130));
  expect(spread).toBeCloseTo(Math.sqrt(100 + 0.08 * 100 ** 2), 12);
});

test('a pool of two that are never busy together needs half of what both need alone', () => {
  const outcomes = Float32Array.of(10, 0, 10, 0, 0, 10, 0, 10);
  const pool = poolQuantiles(outcomes, { levels: [10, 10], group: Int32Array.of(0, 0), covered: 0.9 });
  expect(pool).toEqual({ sumOfQuantiles: 20, quantileOfSum: 10 });
});

test('a pool of two that are busy together needs all of it, as the mean over groups', () => {
  const outcomes = Float32Array.of(4, 4, 4, 4, 2, 2, 2, 2);
  const pool = poolQuantiles(outcomes, { levels: [4, 4, 2, 2], group: Int32Array.of(0, 0, 1, 1), covered: 0.9 });
  expect(pool).toEqual({ sumOfQuantiles: 6, quantileOfSum: 6 });
});
