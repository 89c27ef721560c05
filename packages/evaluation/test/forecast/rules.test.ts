import { describe, expect, test } from 'vitest';
import { seasonalNaive, theta } from '../../src/index.ts';

describe('theta', () => {
  // level after smoothing by a half, plus half of the slope times (2 − 1 + 1 / 0.5) steps
  test('smooths and adds half of the trend', () => {
    const values = Array.from({ length: 10 }, (_, index) => 100 + 10 * index);
    const smoothed = values.reduce((level, value) => level + 0.5 * (value - level), values[0]);
    expect(theta(values, 2)).toBeCloseTo(smoothed + 5 * 3, 9);
  });

  test('repeats what never changes, leaves out what is missing, and knows nothing from nothing', () => {
    expect([theta([7, 7, 7], 4), theta([7, Number.NaN, 7], 4), theta([7], 1), theta([], 1)]).toEqual([
      7,
      7,
      7,
      Number.NaN,
    ]);
  });
});

describe('the seasonal naive rule', () => {
  const seasons = (nodesAt: (back: number) => number) =>
    Array.from({ length: 10 }, (_, back) => new Float64Array(24).fill(nodesAt(back)));

  test('repeats what never changes, at every quantile', () => {
    for (const level of [0.1, 0.5, 0.9])
      expect(
        seasonalNaive(
          seasons(() => 100),
          2,
          level,
        ),
      ).toBe(100);
  });

  test('adds the growth of as many seasons as it looks ahead', () => {
    const growing = seasons((back) => 100 * 1.2 ** (-back / 2));
    expect(seasonalNaive(growing, 2, 0.5)).toBeCloseTo(120, 9);
  });

  test('leaves out values that are missing, and errors of a value over nothing', () => {
    const gaps = seasons((back) => (back === 3 ? 0 : 100));
    gaps[0][5] = Number.NaN;
    expect(seasonalNaive(gaps, 2, 0.5)).toBe(100);
  });
});
