export function sigmoids(margins: usize, length: u32, probabilities: usize): void {
  const one = f32x4.splat(1);
  // Four at a time: an array ends with its cache line, so that the last four reach beyond `length` but not into another.
  for (let at: usize = 0; at < (<usize>length) << 2; at += 16) {
    const four = v128.load(margins + at);
    const low = exp(exponent(four));
    const high = exp(exponent(i32x4.shuffle(four, four, 2, 3, 2, 3)));
    const exponential = i32x4.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
    v128.store(probabilities + at, f32x4.div(one, f32x4.add(exponential, one)));
  }
}

/** Minus the first two margins, up to 88.7; below -700 the exponential is zero in float32 whatever the margin. */
export function exponent(margins: v128): v128 {
  const negated = f64x2.neg(f64x2.promote_low_f32x4(margins));
  return f64x2.pmax(f64x2.pmin(negated, f64x2.splat(88.7)), f64x2.splat(-700));
}

/**
 * exp(x) as fdlibm computes it, which is what `Math.exp` is in V8, without its branches: with k = x / ln 2 rounded and
 * r = x - k ln 2, exp(x) = 2^k exp(r) and exp(r) = 1 + r + r c / (2 - c), c being a polynomial in r. Its notice:
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is preserved.
 */
export function exp(x: v128): v128 {
  const half = v128.bitselect(x, f64x2.splat(0.5), f64x2.splat(-0)); // 0.5 with the sign of x
  const k = i32x4.trunc_sat_f64x2_s_zero(f64x2.add(f64x2.mul(x, f64x2.splat(Math.LOG2E)), half));
  const count = f64x2.convert_low_i32x4_s(k);
  const high = f64x2.sub(x, f64x2.mul(count, f64x2.splat(0.6931471803691238)));
  const low = f64x2.mul(count, f64x2.splat(1.9082149292705877e-10));
  const r = f64x2.sub(high, low);
  const square = f64x2.mul(r, r);
  let c = f64x2.splat(4.1381367970572385e-8);
  c = f64x2.add(f64x2.mul(square, c), f64x2.splat(-1.6533902205465252e-6));
  c = f64x2.add(f64x2.mul(square, c), f64x2.splat(6.613756321437934e-5));
  c = f64x2.add(f64x2.mul(square, c), f64x2.splat(-0.0027777777777015593));
  c = f64x2.add(f64x2.mul(square, c), f64x2.splat(0.16666666666666602));
  c = f64x2.sub(r, f64x2.mul(square, c));
  const quotient = f64x2.div(f64x2.mul(r, c), f64x2.sub(f64x2.splat(2), c));
  const scaled = f64x2.sub(f64x2.splat(1), f64x2.sub(f64x2.sub(low, quotient), high));
  return i64x2.add(scaled, i64x2.shl(i64x2.extend_low_i32x4_s(k), 52));
}
