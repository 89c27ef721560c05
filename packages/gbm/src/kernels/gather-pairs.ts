/** Copies the (gradient, hessian) pairs of rows[0..count) next to each other. */
export function gatherPairs(gradients: Float32Array, rows: Uint32Array, count: number, pairs: Float32Array): void {
  for (let place = 0; place < count; place++) {
    pairs[2 * place] = gradients[2 * rows[place]];
    pairs[2 * place + 1] = gradients[2 * rows[place] + 1];
  }
}
