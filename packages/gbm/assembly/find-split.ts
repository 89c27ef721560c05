/** One scan takes the sums of both sides along in two registers, and where neither bounds nor max_delta_step hold, scores them at once. */
export function findSplit(
  histogram: usize,
  _length: u32,
  stride: u32,
  features: usize,
  numFeature: u32,
  numBins: usize,
  _numNumBins: u32,
  directions: usize,
  numDirection: u32,
  node: usize,
  _numNode: u32,
  limits: usize,
  _numLimit: u32,
  best: usize,
): void {
  store<f64>(best, 0);
  const isBounded = numDirection > 0;
  const slotBytes = (<usize>stride) << 3;
  for (let slot: u32 = 0; slot < numFeature; slot++) {
    const feature = (<usize>load<u32>(features + ((<usize>slot) << 2))) << 2;
    const bins = histogram + slot * slotBytes;
    const numBin = load<u32>(numBins + feature);
    if (numBin === 0) continue;
    const direction: i32 = isBounded ? load<i32>(directions + feature) : 0;
    scan(bins, numBin, slot, isBounded, direction, 0, node, limits, best);
    if (isFilled(v128.load(bins + ((<usize>numBin) << 4)))) {
      scan(bins, numBin, slot, isBounded, direction, 1, node, limits, best);
    }
  }
}

function isFilled(pair: v128): bool {
  return v128.any_true(f64x2.ne(pair, f64x2.splat(0)));
}

function scan(
  bins: usize,
  numBin: u32,
  slot: u32,
  isBounded: bool,
  direction: i32,
  defaultLeft: u32,
  node: usize,
  limits: usize,
  best: usize,
): void {
  const sums = v128.load(node);
  const minChildWeight = load<f64>(limits, 24);
  const isFree = !isBounded && load<f64>(limits, 16) === 0;
  const nodeScore: f32 = isFree
    ? f32x4.extract_lane(scores(sums, sums, limits), 0)
    : isBounded
      ? scoreOfWeight(sums, load<f64>(node, 16), limits)
      : scoreOfWeight(sums, leafWeight(sums, limits, -Infinity, Infinity), limits);
  const order: f64 = defaultLeft ? -direction : direction;
  const step: isize = defaultLeft ? -16 : 16;
  const past = bins + ((<usize>numBin) << 4);
  const end = defaultLeft ? (direction === 0 ? bins : bins - 16) : past;
  let bestGain = <f32>load<f64>(best);
  let side = f64x2.splat(0);
  for (let at = defaultLeft ? past - 16 : bins; at !== end; at += step) {
    const pair = v128.load(at);
    if (!isFilled(pair)) continue;
    side = f64x2.add(side, pair);
    const rest = f64x2.sub(sums, side);
    if (f64x2.extract_lane(rest, 1) < minChildWeight) break;
    if (f64x2.extract_lane(side, 1) < minChildWeight) continue;
    const childScores = isFree
      ? sumOf(scores(side, rest, limits))
      : scoreInOrder(side, rest, isBounded, order, node, limits);
    const gain = childScores - nodeScore;
    if (gain <= bestGain) continue;
    bestGain = gain;
    store<f64>(best, gain);
    store<f64>(best, slot, 8);
    store<f64>(best, <f64>(<i32>((at - bins) >> 4) - <i32>defaultLeft), 16);
    store<f64>(best, defaultLeft, 24);
    v128.store(best, defaultLeft ? rest : side, 32);
  }
}

/** The scores of two sets of rows, in the first two lanes. */
function scores(one: v128, other: v128, limits: usize): v128 {
  const none = f64x2.splat(0);
  const gradients = f64x2.abs(i64x2.shuffle(one, other, 0, 2));
  const hessians = i64x2.shuffle(one, other, 1, 3);
  const shrunk = f64x2.pmax(f64x2.sub(gradients, v128.load64_splat(limits + 8)), none);
  const quotients = f64x2.div(f64x2.mul(shrunk, shrunk), f64x2.add(hessians, v128.load64_splat(limits)));
  return f32x4.demote_f64x2_zero(v128.and(quotients, f64x2.gt(hessians, none)));
}

function sumOf(pair: v128): f32 {
  return f32x4.extract_lane(pair, 0) + f32x4.extract_lane(pair, 1);
}

function scoreInOrder(side: v128, rest: v128, isBounded: bool, order: f64, node: usize, limits: usize): f32 {
  const lower = isBounded ? load<f64>(node, 24) : -Infinity;
  const upper = isBounded ? load<f64>(node, 32) : Infinity;
  const first = leafWeight(side, limits, lower, upper);
  const second = leafWeight(rest, limits, lower, upper);
  if (order * (second - first) < 0) return -Infinity;
  return scoreOfWeight(side, first, limits) + scoreOfWeight(rest, second, limits);
}

function scoreOfWeight(pair: v128, weight: f64, limits: usize): f32 {
  const hessian = f64x2.extract_lane(pair, 1);
  if (hessian <= 0) return 0;
  const linear = <f32>(2 * <f64>(<f32>f64x2.extract_lane(pair, 0)) * weight);
  const curvature = <f32>hessian + <f32>load<f64>(limits);
  return -(linear + curvature * <f32>(weight * weight));
}

function leafWeight(pair: v128, limits: usize, lower: f64, upper: f64): f64 {
  const gradient = f64x2.extract_lane(pair, 0);
  const hessian = f64x2.extract_lane(pair, 1);
  const alpha = load<f64>(limits, 8);
  const shrunk = gradient > alpha ? gradient - alpha : gradient < -alpha ? gradient + alpha : 0;
  const weight = hessian <= 0 ? 0 : -shrunk / (hessian + load<f64>(limits));
  const step = load<f64>(limits, 16);
  const limit = step === 0 ? Infinity : step;
  const limited = <f64>(<f32>max(-limit, min(limit, weight)));
  return max(lower, min(upper, limited)) + 0;
}
