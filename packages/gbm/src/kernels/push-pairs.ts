import { TINY } from './logistic-gradients.ts';
import { sigmoid } from './sigmoids.ts';

/**
 * Adds to the gradients of one group's rows what `count` pairs push, and returns Σ 2 |lambda|. Rows are known by their ranks:
 * the pairs are (rank of the better row, rank of the other), interleaved, and the arrays hold one entry a rank. With
 * `perDistance` 1 a pair counts less the farther apart its scores are. Float32 sums in the order of the pairs, as in XGBoost.
 */
export function pushPairs(
  pairs: Uint32Array,
  count: number,
  scores: Float32Array,
  gains: Float64Array,
  discounts: Float64Array,
  inverseIdealDcg: number,
  perDistance: number,
  gradients: Float32Array,
): number {
  let sum = 0;
  for (let pair = 0; pair < count; pair++) {
    const high = pairs[2 * pair];
    const low = pairs[2 * pair + 1];
    const distance = Math.fround(scores[high] - scores[low]);
    const kept = gains[high] * discounts[high] + gains[low] * discounts[low];
    const swapped = gains[low] * discounts[high] + gains[high] * discounts[low];
    let delta = Math.abs((kept - swapped) * inverseIdealDcg);
    if (perDistance === 1) delta /= Math.abs(distance) + 0.01;
    const chance = sigmoid(distance);
    const lambda = Math.fround((chance - 1) * delta);
    const hessian = Math.fround(Math.max(chance * (1 - chance), TINY) * delta * 2);
    gradients[2 * high] += lambda;
    gradients[2 * high + 1] += hessian;
    gradients[2 * low] -= lambda;
    gradients[2 * low + 1] += hessian;
    sum -= 2 * lambda;
  }
  return sum;
}
