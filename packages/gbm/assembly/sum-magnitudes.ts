export function sumMagnitudes(gradients: usize, length: u32, sums: usize): void {
  let total = f64x2.splat(0);
  const last = gradients + ((<usize>length) << 2);
  for (let at = gradients; at < last; at += 8) {
    total = f64x2.add(total, f64x2.abs(f64x2.promote_low_f32x4(v128.load64_zero(at))));
  }
  v128.store(sums, total);
}
