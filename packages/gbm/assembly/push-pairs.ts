import { exp, exponent } from './sigmoids';

export function pushPairs(
  pairs: usize,
  _numPair: u32,
  count: u32,
  scores: usize,
  _numScore: u32,
  gains: usize,
  _numGain: u32,
  discounts: usize,
  _numDiscount: u32,
  inverseIdealDcg: f64,
  perDistance: u32,
  gradients: usize,
): f64 {
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  const least = f64x2.splat(1e-16);
  const inverse = f64x2.splat(inverseIdealDcg);
  let sum: f64 = 0;
  // Two pairs at once; an odd one is beside itself, and pushes once.
  for (let pair: u32 = 0; pair < count; pair += 2) {
    const first = pairs + ((<usize>pair) << 3);
    const isAlone = pair + 1 === count;
    const second = isAlone ? first : first + 8;
    const high = <usize>load<u32>(first);
    const low = <usize>load<u32>(first, 4);
    const otherHigh = <usize>load<u32>(second);
    const otherLow = <usize>load<u32>(second, 4);

    const distance = f32x4.sub(floats(scores, high, otherHigh), floats(scores, low, otherLow));
    const gainHigh = doubles(gains, high, otherHigh);
    const gainLow = doubles(gains, low, otherLow);
    const discountHigh = doubles(discounts, high, otherHigh);
    const discountLow = doubles(discounts, low, otherLow);
    const kept = f64x2.add(f64x2.mul(gainHigh, discountHigh), f64x2.mul(gainLow, discountLow));
    const swapped = f64x2.add(f64x2.mul(gainLow, discountHigh), f64x2.mul(gainHigh, discountLow));
    let delta = f64x2.abs(f64x2.mul(f64x2.sub(kept, swapped), inverse));
    if (perDistance) {
      const apart = f64x2.promote_low_f32x4(f32x4.abs(distance));
      delta = f64x2.div(delta, f64x2.add(apart, f64x2.splat(0.01)));
    }

    const exponential = f32x4.demote_f64x2_zero(exp(exponent(distance)));
    const single = f32x4.div(f32x4.splat(1), f32x4.add(exponential, f32x4.splat(1)));
    const chance = f64x2.promote_low_f32x4(single);
    const rest = f64x2.sub(one, chance);
    const lambda = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(chance, one), delta));
    const curvature = f64x2.pmax(f64x2.mul(chance, rest), least);
    const hessian = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.mul(curvature, delta), two));

    push(gradients, high, low, i32x4.shuffle(lambda, hessian, 0, 4, 2, 6));
    sum -= 2 * <f64>f32x4.extract_lane(lambda, 0);
    if (isAlone) break;
    push(gradients, otherHigh, otherLow, i32x4.shuffle(lambda, hessian, 1, 5, 2, 6));
    sum -= 2 * <f64>f32x4.extract_lane(lambda, 1);
  }
  return sum;
}

function floats(values: usize, at: usize, other: usize): v128 {
  return f32x4.replace_lane(v128.load32_zero(values + (at << 2)), 1, load<f32>(values + (other << 2)));
}

function doubles(values: usize, at: usize, other: usize): v128 {
  return f64x2.replace_lane(v128.load64_zero(values + (at << 3)), 1, load<f64>(values + (other << 3)));
}

/** The better row takes (gradient, hessian), the other (-gradient, hessian). */
function push(gradients: usize, high: usize, low: usize, pair: v128): void {
  const up = gradients + (high << 3);
  const down = gradients + (low << 3);
  v128.store64_lane(up, f32x4.add(v128.load64_zero(up), pair), 0);
  const repulsed = v128.xor(pair, i32x4(<i32>0x80000000, 0, 0, 0));
  v128.store64_lane(down, f32x4.add(v128.load64_zero(down), repulsed), 0);
}
