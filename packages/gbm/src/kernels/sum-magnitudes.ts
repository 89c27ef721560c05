/** Writes the sums of absolute gradients and of absolute hessians, in row order, to `sums`. */
export function sumMagnitudes(gradients: Float32Array, sums: Float64Array): void {
  sums.fill(0);
  for (let i = 0; i < gradients.length; i += 2) {
    sums[0] += Math.abs(gradients[i]);
    sums[1] += Math.abs(gradients[i + 1]);
  }
}
