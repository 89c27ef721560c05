/**
 * The best split of a node, read off its histogram in O(bins).
 *
 * With G and H the sums of gradients and hessians of a set of rows, its optimal weight is -G / (H + lambda) and its score
 * G² / (H + lambda); the gain of a split is score(left) + score(right) - score(node). Sums are doubles, scores and gains are
 * rounded to float32 as XGBoost rounds them, so that ties fall the same way: to the lower feature, then to the candidate seen
 * first. Chen & Guestrin 2016, "XGBoost: A Scalable Tree Boosting System", equations 5-7 and algorithm 3.
 */
import type { BinnedMatrix } from './binning.ts';
import type { HistogramLayout } from './histogram.ts';
import type { TrainParams } from './params.ts';

/** The best split found so far; `gain` is 0 while there is none. One object a node, reused from tree to tree. */
export interface Split {
  gain: number;
  feature: number;
  threshold: number;
  defaultLeft: 0 | 1;
  leftGradient: number;
  leftHessian: number;
}

export interface NodeSums {
  readonly sumGradient: number;
  readonly sumHessian: number;
}

export type Regularisation = Pick<TrainParams, 'lambda' | 'alpha' | 'gamma' | 'max_delta_step' | 'min_child_weight'>;

/** XGBoost's kRtEps: a smaller gain is rounding. */
const LEAST_GAIN = 1e-6;

/** Writes the best split of the node into `best`, trying `features` in ascending order; `best.gain` stays 0 if none is worth it. */
export function findSplit(
  histogram: Float64Array,
  layout: HistogramLayout,
  { cuts }: BinnedMatrix,
  features: Int32Array,
  node: NodeSums,
  limits: Regularisation,
  best: Split,
): void {
  best.gain = 0;
  for (const feature of features) {
    const offset = layout.offsets[feature];
    const missing = offset + 2 * cuts[feature].length;
    const hasMissing = histogram[missing] !== 0 || histogram[missing + 1] !== 0;
    scanMissingRight(histogram, offset, cuts[feature], feature, node, limits, best);
    if (hasMissing) scanMissingLeft(histogram, offset, cuts[feature], feature, node, limits, best);
  }
  if (best.gain <= LEAST_GAIN || best.gain < limits.gamma) best.gain = 0;
}

/** Grows the left side bin by bin; what is missing stays right. The last candidate parts present from missing. */
function scanMissingRight(
  histogram: Float64Array,
  offset: number,
  cuts: Float32Array,
  feature: number,
  node: NodeSums,
  limits: Regularisation,
  best: Split,
): void {
  const nodeScore = score(node.sumGradient, node.sumHessian, limits);
  let leftGradient = 0;
  let leftHessian = 0;
  for (let bin = 0; bin < cuts.length; bin++) {
    const gradient = histogram[offset + 2 * bin];
    const hessian = histogram[offset + 2 * bin + 1];
    if (gradient === 0 && hessian === 0) continue; // an empty bin repeats the candidate before it
    leftGradient += gradient;
    leftHessian += hessian;
    const rightHessian = node.sumHessian - leftHessian;
    if (rightHessian < limits.min_child_weight) break;
    if (leftHessian < limits.min_child_weight) continue;
    const childScores = Math.fround(
      score(leftGradient, leftHessian, limits) + score(node.sumGradient - leftGradient, rightHessian, limits),
    );
    const gain = Math.fround(childScores - nodeScore);
    if (gain > best.gain) replace(best, gain, feature, cuts[bin], 0, leftGradient, leftHessian);
  }
}

/**
 * Grows the right side bin by bin from the top; what is missing goes left. Stops before the lowest bin: all present against
 * all missing was the other scan's last candidate.
 */
function scanMissingLeft(
  histogram: Float64Array,
  offset: number,
  cuts: Float32Array,
  feature: number,
  node: NodeSums,
  limits: Regularisation,
  best: Split,
): void {
  const nodeScore = score(node.sumGradient, node.sumHessian, limits);
  let rightGradient = 0;
  let rightHessian = 0;
  for (let bin = cuts.length - 1; bin > 0; bin--) {
    const gradient = histogram[offset + 2 * bin];
    const hessian = histogram[offset + 2 * bin + 1];
    if (gradient === 0 && hessian === 0) continue;
    rightGradient += gradient;
    rightHessian += hessian;
    const leftHessian = node.sumHessian - rightHessian;
    if (leftHessian < limits.min_child_weight) break;
    if (rightHessian < limits.min_child_weight) continue;
    const leftGradient = node.sumGradient - rightGradient;
    const childScores = Math.fround(
      score(leftGradient, leftHessian, limits) + score(rightGradient, rightHessian, limits),
    );
    const gain = Math.fround(childScores - nodeScore);
    if (gain > best.gain) replace(best, gain, feature, cuts[bin - 1], 1, leftGradient, leftHessian);
  }
}

function replace(
  best: Split,
  gain: number,
  feature: number,
  threshold: number,
  defaultLeft: 0 | 1,
  leftGradient: number,
  leftHessian: number,
): void {
  best.gain = gain;
  best.feature = feature;
  best.threshold = threshold;
  best.defaultLeft = defaultLeft;
  best.leftGradient = leftGradient;
  best.leftHessian = leftHessian;
}

/** The loss a leaf with these sums can remove, in float32. */
function score(sumGradient: number, sumHessian: number, limits: Regularisation): number {
  if (sumHessian <= 0) return 0;
  if (limits.max_delta_step !== 0) return scoreOfLimitedWeight(sumGradient, sumHessian, limits);
  const shrunk = shrinkByL1(sumGradient, limits.alpha);
  return Math.fround((shrunk * shrunk) / (sumHessian + limits.lambda));
}

function scoreOfLimitedWeight(sumGradient: number, sumHessian: number, limits: Regularisation): number {
  const weight = leafWeight(sumGradient, sumHessian, limits);
  const { lambda, alpha } = limits;
  return Math.fround(
    -(2 * sumGradient * weight + (sumHessian + lambda) * weight * weight + 2 * alpha * Math.abs(weight)),
  );
}

/** The weight that removes the most loss, within ±max_delta_step, in float32 and before eta. */
export function leafWeight(sumGradient: number, sumHessian: number, limits: Regularisation): number {
  if (sumHessian <= 0) return 0;
  const weight = -shrinkByL1(sumGradient, limits.alpha) / (sumHessian + limits.lambda);
  const limit = limits.max_delta_step;
  const limited = limit === 0 ? weight : Math.max(-limit, Math.min(limit, weight));
  return Math.fround(limited) + 0; // never -0: a model file does not keep its sign
}

function shrinkByL1(sumGradient: number, alpha: number): number {
  if (sumGradient > alpha) return sumGradient - alpha;
  if (sumGradient < -alpha) return sumGradient + alpha;
  return 0;
}
