/**
 * Rounds gradients to multiples of one quantum, hessians to multiples of another. A shifter is 1.5 * 2^52 quanta: adding it
 * leaves a double no bits below one quantum, and float32 holds what is left after subtracting it without another rounding.
 */
export function roundToMultiples(gradients: Float32Array, shifters: Float64Array): void {
  for (let i = 0; i < gradients.length; i += 2) {
    gradients[i] = gradients[i] + shifters[0] - shifters[0];
    gradients[i + 1] = gradients[i + 1] + shifters[1] - shifters[1];
  }
}
