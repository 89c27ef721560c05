import { assertRows, type Weights, weightedMean } from '../rows.ts';
import type { Probabilities } from '../units.ts';

/** Brier score: the mean squared distance of probability from outcome. Agrees with sklearn's `brier_score_loss`. */
export function brierScore(label: ArrayLike<number>, probability: Probabilities, weight?: Weights): number {
  assertRows('brierScore', { label, probability, weight });
  return weightedMean(label.length, (row) => (probability[row] - label[row]) ** 2, weight);
}
