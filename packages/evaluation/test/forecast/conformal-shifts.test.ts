import { describe, expect, test } from 'vitest';
import { conformalShifts, coveredShares } from '../../src/index.ts';

/** Two rows of group a, one of group b, five outcomes in each. */
const outcomes = Float32Array.of(80, 90, 100, 110, 120, 80, 90, 100, 110, 120, 1, 2, 3, 4, 5);
const forecast = {
  levels: [0.5, 0.8],
  quantiles: [Float32Array.of(50, 50, 3), Float32Array.of(110, 110, 2)],
};

describe('conformal shifts', () => {
  test('move each quantile of a group to the one its outcomes have, in logs', () => {
    const { a, b } = conformalShifts(outcomes, forecast, ['a', 'a', 'b']);
    expect(a[0]).toBeCloseTo(Math.log(100 / 50), 6);
    expect(b).toEqual([expect.closeTo(0, 6), expect.closeTo(Math.log(4) + 0.2 * Math.log(5 / 4) - Math.log(2), 6)]);
  });

  test('make the promised share lie at or under, on the rows they were learnt from', () => {
    const { a } = conformalShifts(outcomes, forecast, ['a', 'a', 'b']);
    const shifted = Float32Array.of(1, 1).map((_, row) => forecast.quantiles[1][row] * Math.exp(a[1]) + 1e-3);
    expect(Array.from(coveredShares(outcomes.subarray(0, 10), shifted))).toEqual([0.8, 0.8]);
  });
});
