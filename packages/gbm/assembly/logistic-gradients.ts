export function logisticGradients(
  probabilities: usize,
  length: u32,
  label: usize,
  _numLabel: u32,
  weights: usize,
  _numWeight: u32,
  gradients: usize,
): void {
  const one = f32x4.splat(1);
  const least = f64x2.splat(1e-16);
  // Two rows at once: an array ends with its cache line, so that an odd row's neighbour is no other array's.
  for (let at: usize = 0; at < (<usize>length) << 2; at += 8) {
    const probability = v128.load64_zero(probabilities + at);
    const weight = v128.load64_zero(weights + at);
    const gradient = f32x4.mul(f32x4.sub(probability, v128.load64_zero(label + at)), weight);
    const curvature = f32x4.mul(probability, f32x4.sub(one, probability));
    const floored = f64x2.pmax(f64x2.promote_low_f32x4(curvature), least);
    const hessian = f32x4.demote_f64x2_zero(f64x2.mul(floored, f64x2.promote_low_f32x4(weight)));
    v128.store(gradients + (at << 1), i32x4.shuffle(gradient, hessian, 0, 4, 1, 5));
  }
}
