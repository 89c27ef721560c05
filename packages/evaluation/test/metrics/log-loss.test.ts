import { describe, expect, test } from 'vitest';
import { logLoss } from '../../src/index.ts';
import { label, probability, weight } from '../reference/forecasts.ts';

// from sklearn.metrics import log_loss  (scikit-learn 1.9.1)
describe('log loss', () => {
  // log_loss(label, probability), log_loss(label, probability, sample_weight=weight), log_loss([0, 1], [1.0, 1.0])
  test('matches sklearn, certain forecasts included', () => {
    expect(logLoss(label, probability)).toBeCloseTo(0.4744801563923421, 13);
    expect(logLoss(label, probability, weight)).toBeCloseTo(0.6640969109069593, 13);
    expect(logLoss([0, 1], [1, 1])).toBeCloseTo(18.021826694558577, 12);
  });
});
