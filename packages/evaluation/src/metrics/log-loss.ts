import { assertRows, type Weights, weightedMean } from '../rows.ts';
import type { Probabilities } from '../units.ts';

/**
 * Log loss in nats: the mean of −log P(label). Probabilities are clipped to [ε, 1 − ε] with ε = 2⁻⁵², float64's own, as
 * sklearn's `log_loss` does since 1.2 (before that ε was 1e-15): a certain and wrong forecast costs 36.04, not infinity.
 */
export function logLoss(label: ArrayLike<number>, probability: Probabilities, weight?: Weights): number {
  assertRows('logLoss', { label, probability, weight });
  const surprise = (row: number) => {
    const clipped = Math.min(Math.max(probability[row], Number.EPSILON), 1 - Number.EPSILON);
    return -label[row] * Math.log(clipped) - (1 - label[row]) * Math.log(1 - clipped);
  };
  return weightedMean(label.length, surprise, weight);
}
