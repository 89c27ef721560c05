/** XGBoost's floor for hessians and probabilities. */
export const TINY = 1e-16;

/** Writes (gradient, hessian) of each row's log loss, times its weight, interleaved; float32 step by step as in XGBoost. */
export function logisticGradients(
  probabilities: Float32Array,
  label: Float32Array,
  weights: Float32Array,
  gradients: Float32Array,
): void {
  for (let row = 0; row < probabilities.length; row++) {
    const probability = probabilities[row];
    const weight = weights[row];
    gradients[2 * row] = Math.fround(probability - label[row]) * weight;
    gradients[2 * row + 1] = Math.max(Math.fround(probability * Math.fround(1 - probability)), TINY) * weight;
  }
}
