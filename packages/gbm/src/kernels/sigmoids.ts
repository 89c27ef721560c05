/** Probabilities of margins: the logistic function in float32, step by step as XGBoost computes it. */
export function sigmoids(margins: Float32Array, probabilities: Float32Array): void {
  for (let i = 0; i < margins.length; i++) probabilities[i] = sigmoid(margins[i]);
}

export function sigmoid(margin: number): number {
  const exponential = Math.fround(Math.exp(Math.min(-margin, 88.7)));
  return Math.fround(1 / Math.fround(exponential + 1));
}
