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
import { type Bounds, type LeafLimits, leafWeight, shrinkByL1 } from '../leaf-weight.ts';

interface Node extends Bounds {
  readonly sumGradient: number;
  readonly sumHessian: number;
  readonly weight: number;
}

interface Limits extends LeafLimits {
  readonly minChildWeight: number;
  readonly isBounded: boolean;
}

/**
 * Tries the features in the order given, and writes the best split's gain (0 while there is none), slot, last bin that goes
 * left (-1 where only what is missing does), whether missing goes left, and sums of gradients and hessians to the left.
 *
 * `features`    whose bins the histogram holds, `stride` doubles each
 * `numBins`     how many each feature of the matrix has; the bin of missing values comes after them
 * `directions`  1 where the prediction may not fall with a feature of the matrix, -1 where it may not rise, else 0; empty where
 *               none is monotone
 * `node`        its sums of gradients and hessians, weight as a leaf, lower and upper bound
 * `limits`      lambda, alpha, max_delta_step, min_child_weight
 */
export function findSplit(
  histogram: Float64Array,
  stride: number,
  features: Int32Array,
  numBins: Uint32Array,
  directions: Int32Array,
  node: Float64Array,
  limits: Float64Array,
  best: Float64Array,
): void {
  const [sumGradient, sumHessian, weight, lower, upper] = node;
  const [lambda, alpha, max_delta_step, minChildWeight] = limits;
  const within = { sumGradient, sumHessian, weight, lower, upper };
  const limited = { lambda, alpha, max_delta_step, minChildWeight, isBounded: directions.length > 0 };
  best[0] = 0;
  for (let slot = 0; slot < features.length; slot++) {
    const bins = histogram.subarray(slot * stride, (slot + 1) * stride);
    const numBin = numBins[features[slot]];
    const direction = limited.isBounded ? directions[features[slot]] : 0;
    const hasMissing = bins[2 * numBin] !== 0 || bins[2 * numBin + 1] !== 0;
    scan(bins, numBin, slot, direction, 0, within, limited, best);
    if (hasMissing) scan(bins, numBin, slot, direction, 1, within, limited, best);
  }
}

/**
 * Grows one side bin by bin, without the missing rows; they belong to the other side with all the rest. With missing to the
 * right, the left side grows from the lowest bin, and its last candidate parts present from missing. With missing to the left,
 * the right side grows from the highest bin and stops before the lowest, which would repeat that candidate, unless it matters
 * which of the two is left.
 */
function scan(
  bins: Float64Array,
  numBin: number,
  slot: number,
  direction: number,
  defaultLeft: 0 | 1,
  node: Node,
  limits: Limits,
  best: Float64Array,
): void {
  const { sumGradient, sumHessian } = node;
  const nodeScore = limits.isBounded
    ? scoreOfWeight(sumGradient, sumHessian, node.weight, limits)
    : score(sumGradient, sumHessian, limits);
  const candidates = direction === 0 ? numBin - defaultLeft : numBin;
  let sideGradient = 0;
  let sideHessian = 0;
  for (let i = 0; i < candidates; i++) {
    const bin = defaultLeft ? numBin - 1 - i : i;
    const gradient = bins[2 * bin];
    const hessian = bins[2 * bin + 1];
    if (gradient === 0 && hessian === 0) continue; // an empty bin repeats the candidate before it
    sideGradient += gradient;
    sideHessian += hessian;
    const restGradient = sumGradient - sideGradient;
    const restHessian = sumHessian - sideHessian;
    if (restHessian < limits.minChildWeight) break;
    if (sideHessian < limits.minChildWeight) continue;
    const childScores = limits.isBounded
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
    if (gain <= best[0]) continue;
    const left = defaultLeft === 1 ? [restGradient, restHessian] : [sideGradient, sideHessian];
    best.set([gain, slot, bin - defaultLeft, defaultLeft, ...left]);
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
  limits: LeafLimits,
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
function score(sumGradient: number, sumHessian: number, limits: LeafLimits): number {
  if (sumHessian <= 0) return 0;
  if (limits.max_delta_step !== 0) {
    return scoreOfWeight(sumGradient, sumHessian, leafWeight(sumGradient, sumHessian, limits), limits);
  }
  const shrunk = shrinkByL1(sumGradient, limits.alpha);
  return Math.fround((shrunk * shrunk) / (sumHessian + limits.lambda));
}

/** What this weight removes, alpha apart: XGBoost forgets it here, and rounds every step to float32. */
function scoreOfWeight(sumGradient: number, sumHessian: number, weight: number, { lambda }: LeafLimits): number {
  if (sumHessian <= 0) return 0;
  const linear = Math.fround(2 * Math.fround(sumGradient) * weight);
  const curvature = Math.fround(Math.fround(sumHessian) + Math.fround(lambda));
  return -Math.fround(linear + Math.fround(curvature * Math.fround(weight * weight)));
}
