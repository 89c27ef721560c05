export function roundToMultiples(gradients: usize, length: u32, shifters: usize): void {
  const shifter = v128.load(shifters);
  const last = gradients + ((<usize>length) << 2);
  for (let at = gradients; at < last; at += 8) {
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(at));
    const rounded = f64x2.sub(f64x2.add(pair, shifter), shifter);
    v128.store64_lane(at, f32x4.demote_f64x2_zero(rounded), 0);
  }
}
