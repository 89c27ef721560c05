/**
 * The best split of a node, read off its histogram in O(bins).
 *
 * With G and H the sums of gradients and hessians of a set of rows, its optimal weight is -G / (H + lambda) and its score
 * G² / (H + lambda); the gain of a split is score(left) + score(right) - score(node). Sums are doubles, scores and gains are
 * rounded to float32 as XGBoost rounds them, so that ties fall the same way: to the lower feature, then to the candidate seen
 * first. Chen & Guestrin 2016, "XGBoost: A Scalable Tree Boosting System", equations 5-7 and algorithm 3.
 *
 * Where some feature is monotone, weights stay within the bounds of their node, and a split whose weights are in the wrong order
 * is worth nothing. Its children part the bounds at the midpoint of their weights, so that no leaf below the left one can ever
 * pass one below the right.
 */
import type { BinnedMatrix } from './binning.ts';
import type { HistogramLayout } from './histogram.ts';
import type { TrainParams } from './params.ts';

/** The best split found so far; `gain` is 0 while there is none. One object a node, reused from tree to tree. */
export interface Split {
  gain: number;
  /** The feature's place among those that the tree may split on. */
  slot: number;
  /** The last bin that goes left: its cut is the threshold. -1 where only what is missing does. */
  bin: number;
  defaultLeft: 0 | 1;
  leftGradient: number;
  leftHessian: number;
}

/** What the weights of a node's children lie between; infinite where no feature is monotone. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

export interface NodeSums extends Bounds {
  readonly sumGradient: number;
  readonly sumHessian: number;
  /** The node's weight as a leaf, within the bounds of its parent. */
  readonly weight: number;
}

export interface Regularisation
  extends Pick<TrainParams, 'lambda' | 'alpha' | 'gamma' | 'max_delta_step' | 'min_child_weight'> {
  /** One a feature: 1 where the prediction may not fall with it, -1 where it may not rise, else 0. */
  readonly monotone?: Int8Array | undefined;
}

/** XGBoost's kRtEps: a smaller gain is rounding. */
const LEAST_GAIN = 1e-6;

/** Writes the best split of the node into `best`, trying features in the layout's order; `best.gain` stays 0 if none is worth it. */
export function findSplit(
  histogram: Float64Array,
  { features, stride }: HistogramLayout,
  { cuts }: BinnedMatrix,
  node: NodeSums,
  limits: Regularisation,
  best: Split,
): void {
  best.gain = 0;
  for (let slot = 0; slot < features.length; slot++) {
    const offset = slot * stride;
    const numBin = cuts[features[slot]].length;
    const missing = offset + 2 * numBin;
    const hasMissing = histogram[missing] !== 0 || histogram[missing + 1] !== 0;
    const direction = limits.monotone?.[features[slot]] ?? 0;
    scan(histogram, offset, numBin, slot, direction, 0, node, limits, best);
    if (hasMissing) scan(histogram, offset, numBin, slot, direction, 1, node, limits, best);
  }
  if (best.gain <= LEAST_GAIN || best.gain < limits.gamma) best.gain = 0;
}

/**
 * Grows one side bin by bin, without the missing rows; they belong to the other side with all the rest. With missing to the
 * right, the left side grows from the lowest bin, and its last candidate parts present from missing. With missing to the left,
 * the right side grows from the highest bin and stops before the lowest, which would repeat that candidate, unless it matters
 * which of the two is left.
 */
function scan(
  histogram: Float64Array,
  offset: number,
  numBin: number,
  slot: number,
  direction: number,
  defaultLeft: 0 | 1,
  node: NodeSums,
  limits: Regularisation,
  best: Split,
): void {
  const { sumGradient, sumHessian } = node;
  const isBounded = limits.monotone !== undefined;
  const nodeScore = isBounded
    ? scoreOfWeight(sumGradient, sumHessian, node.weight, limits)
    : score(sumGradient, sumHessian, limits);
  const candidates = direction === 0 ? numBin - defaultLeft : numBin;
  let sideGradient = 0;
  let sideHessian = 0;
  for (let i = 0; i < candidates; i++) {
    const bin = defaultLeft ? numBin - 1 - i : i;
    const gradient = histogram[offset + 2 * bin];
    const hessian = histogram[offset + 2 * bin + 1];
    if (gradient === 0 && hessian === 0) continue; // an empty bin repeats the candidate before it
    sideGradient += gradient;
    sideHessian += hessian;
    const restGradient = sumGradient - sideGradient;
    const restHessian = sumHessian - sideHessian;
    if (restHessian < limits.min_child_weight) break;
    if (sideHessian < limits.min_child_weight) continue;
    const childScores = isBounded
      ? scoreInOrder(
          sideGradient,
          sideHessian,
          restGradient,
          restHessian,
          defaultLeft ? -direction : direction,
          node,
          limits,
        )
      : Math.fround(score(sideGradient, sideHessian, limits) + score(restGradient, restHessian, limits));
    const gain = Math.fround(childScores - nodeScore);
    if (gain <= best.gain) continue;
    best.gain = gain;
    best.slot = slot;
    best.bin = bin - defaultLeft;
    best.defaultLeft = defaultLeft;
    best.leftGradient = defaultLeft ? restGradient : sideGradient;
    best.leftHessian = defaultLeft ? restHessian : sideHessian;
  }
}

/** The score of two children within the bounds, if the second's weight does not lie against `direction` of the first's. */
function scoreInOrder(
  firstGradient: number,
  firstHessian: number,
  secondGradient: number,
  secondHessian: number,
  direction: number,
  bounds: Bounds,
  limits: Regularisation,
): number {
  const first = leafWeight(firstGradient, firstHessian, limits, bounds);
  const second = leafWeight(secondGradient, secondHessian, limits, bounds);
  if (direction * (second - first) < 0) return -Infinity;
  return Math.fround(
    scoreOfWeight(firstGradient, firstHessian, first, limits) +
      scoreOfWeight(secondGradient, secondHessian, second, limits),
  );
}

/** The loss a leaf with these sums can remove, in float32. */
function score(sumGradient: number, sumHessian: number, limits: Regularisation): number {
  if (sumHessian <= 0) return 0;
  if (limits.max_delta_step !== 0) {
    return scoreOfWeight(sumGradient, sumHessian, leafWeight(sumGradient, sumHessian, limits), limits);
  }
  const shrunk = shrinkByL1(sumGradient, limits.alpha);
  return Math.fround((shrunk * shrunk) / (sumHessian + limits.lambda));
}

/** What this weight removes, alpha apart: XGBoost forgets it here, and rounds every step to float32. */
function scoreOfWeight(sumGradient: number, sumHessian: number, weight: number, { lambda }: Regularisation): number {
  if (sumHessian <= 0) return 0;
  const linear = Math.fround(2 * Math.fround(sumGradient) * weight);
  const curvature = Math.fround(Math.fround(sumHessian) + Math.fround(lambda));
  return -Math.fround(linear + Math.fround(curvature * Math.fround(weight * weight)));
}

export const UNBOUNDED: Bounds = { lower: -Infinity, upper: Infinity };

/** The weight that removes the most loss, within ±max_delta_step and the bounds, in float32 and before eta. */
export function leafWeight(
  sumGradient: number,
  sumHessian: number,
  limits: Regularisation,
  { lower, upper }: Bounds = UNBOUNDED,
): number {
  const weight = sumHessian <= 0 ? 0 : -shrinkByL1(sumGradient, limits.alpha) / (sumHessian + limits.lambda);
  const limit = limits.max_delta_step === 0 ? Infinity : limits.max_delta_step;
  const limited = Math.fround(Math.max(-limit, Math.min(limit, weight)));
  return Math.max(lower, Math.min(upper, limited)) + 0; // never -0: a model file does not keep its sign
}

function shrinkByL1(sumGradient: number, alpha: number): number {
  if (sumGradient > alpha) return sumGradient - alpha;
  if (sumGradient < -alpha) return sumGradient + alpha;
  return 0;
}
