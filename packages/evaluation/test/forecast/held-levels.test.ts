import { describe, expect, test } from 'vitest';
import {
  coveredShares,
  outcomesOfLevels,
  percentageErrorOfLevels,
  pinballLoss,
  pinballLossOfLevels,
  quantilesOfRows,
} from '../../src/index.ts';

/** Two days of 100 an hour; on the first, four hours of 130. */
const hours = new Float32Array(48).fill(100).fill(130, 8, 12);

describe('a level held through a day', () => {
  // 20 hours × 10 idle, 4 hours × 20 unmet; on the second day nothing is missing
  test('waits in some hours and falls short in others', () => {
    expect(outcomesOfLevels(hours, [110, 100])).toEqual([
      { idle: 200, unmet: 80, short: 4 },
      { idle: 0, unmet: 0, short: 0 },
    ]);
  });

  test('covers an outcome at it and under it', () => {
    expect(Array.from(coveredShares(hours, [100, 99]))).toEqual([20 / 24, 0]);
  });

  test('has the pinball loss of a forecast of every hour', () => {
    const each = new Float32Array(48).fill(110, 0, 24).fill(90, 24);
    expect(pinballLossOfLevels(hours, [110, 90], 0.8)).toBe(pinballLoss(hours, each, 0.8));
  });

  test('would have been best at a quantile of its own day', () => {
    expect(Array.from(quantilesOfRows(hours, 24, 0.9))).toEqual([130, 100]);
  });
});

// 12 hours off by 25 %, 6 by 50 %, and 6 without a percentage
test('the percentage error leaves out hours without demand', () => {
  const demand = new Float32Array(24).fill(100, 0, 12).fill(50, 12, 18);
  expect(percentageErrorOfLevels(demand, [75])).toBeCloseTo((12 * 0.25 + 6 * 0.5) / 18, 12);
});
