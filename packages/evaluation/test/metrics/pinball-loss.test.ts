import { describe, expect, test } from 'vitest';
import { pinballLoss } from '../../src/index.ts';

// from sklearn.metrics import mean_pinball_loss  (scikit-learn 1.9.1)
describe('pinball loss', () => {
  // mean_pinball_loss([3, 5, 2, 8], [2, 6, 2, 5], alpha=0.9), and with sample_weight=[1, 2, 3, 4]
  test('matches sklearn, with and without weights', () => {
    expect(pinballLoss([3, 5, 2, 8], [2, 6, 2, 5], 0.9)).toBeCloseTo(0.925, 14);
    expect(pinballLoss([3, 5, 2, 8], [2, 6, 2, 5], 0.9, [1, 2, 3, 4])).toBeCloseTo(1.19, 14);
  });

  test('at level ½ is half the absolute error', () => {
    expect(pinballLoss([3, 5], [2, 9], 0.5)).toBe((1 + 4) / 2 / 2);
  });
});
