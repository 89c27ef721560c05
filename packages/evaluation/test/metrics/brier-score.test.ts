import { describe, expect, test } from 'vitest';
import { brierScore } from '../../src/index.ts';
import { label, probability, weight } from '../reference/forecasts.ts';

// from sklearn.metrics import brier_score_loss  (scikit-learn 1.9.1)
describe('the Brier score', () => {
  // brier_score_loss(label, probability), brier_score_loss(label, probability, sample_weight=weight)
  test('matches sklearn, with and without weights', () => {
    expect(brierScore(label, probability)).toBeCloseTo(0.1728125, 14);
    expect(brierScore(label, probability, weight)).toBeCloseTo(0.255, 14);
  });
});
