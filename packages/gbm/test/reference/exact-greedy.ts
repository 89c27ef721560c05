/**
 * The slow twin of binning, histograms, split finding and growth: tries every distinct value of every feature as a threshold
 * and sums the rows again for each. No bins, no histograms, no subtraction. Read this first; the fast code must equal it.
 */
import type { TrainParams } from '../../src/index.ts';

export interface ExactNode {
  readonly feature: number;
  readonly threshold: number;
  readonly defaultLeft: boolean;
  readonly gain: number;
  /** The weight of the node as a leaf, before eta. */
  readonly weight: number;
  readonly children: readonly [ExactNode, ExactNode] | null;
}

type GradientPair = readonly [gradient: number, hessian: number];
type Row = readonly number[];

export function growExactly(
  rows: readonly Row[],
  pairs: readonly GradientPair[],
  params: TrainParams,
  thresholds = distinctThresholds(rows),
  depth = 0,
): ExactNode {
  const node = sum(pairs);
  const leaf: ExactNode = {
    feature: 0,
    threshold: 0,
    defaultLeft: false,
    gain: 0,
    weight: weightOf(node, params),
    children: null,
  };
  if (depth === params.max_depth) return leaf;

  let best: ExactNode = leaf;
  thresholds.forEach((candidates, feature) => {
    const hasMissing = rows.some((row) => Number.isNaN(row[feature]));
    for (const defaultLeft of hasMissing ? [false, true] : [false]) {
      const ordered = defaultLeft ? candidates.slice(0, -1).reverse() : candidates;
      for (const threshold of ordered) {
        const isLeft = (row: Row): boolean => (Number.isNaN(row[feature]) ? defaultLeft : row[feature] < threshold);
        const left = sum(pairs.filter((_, i) => isLeft(rows[i])));
        const right = sum(pairs.filter((_, i) => !isLeft(rows[i])));
        if (left[1] < params.min_child_weight || right[1] < params.min_child_weight) continue;
        const childScores = Math.fround(scoreOf(left, params) + scoreOf(right, params));
        const gain = Math.fround(childScores - scoreOf(node, params));
        if (gain > best.gain) best = { ...leaf, feature, threshold, defaultLeft, gain };
      }
    }
  });
  if (best.gain <= 1e-6 || best.gain < params.gamma) return leaf;

  const { feature, threshold, defaultLeft } = best;
  const sides = rows.map((row) => (Number.isNaN(row[feature]) ? defaultLeft : row[feature] < threshold));
  const grow = (side: boolean): ExactNode =>
    growExactly(
      rows.filter((_, i) => sides[i] === side),
      pairs.filter((_, i) => sides[i] === side),
      params,
      thresholds,
      depth + 1,
    );
  return { ...best, children: [grow(true), grow(false)] };
}

/** For each feature, its distinct values after the first, then a bound above them all. */
function distinctThresholds(rows: readonly Row[]): number[][] {
  return rows[0].map((_, feature) => {
    const present = rows.map((row) => row[feature]).filter((value) => !Number.isNaN(value));
    if (present.length === 0) return [];
    const distinct = [...new Set(present)].sort((a, b) => a - b);
    const max = distinct[distinct.length - 1];
    return [...distinct.slice(1), Math.fround(max + (Math.abs(max) + 1e-5))];
  });
}

function sum(pairs: readonly GradientPair[]): GradientPair {
  return [pairs.reduce((total, pair) => total + pair[0], 0), pairs.reduce((total, pair) => total + pair[1], 0)];
}

function weightOf([gradient, hessian]: GradientPair, params: TrainParams): number {
  if (hessian <= 0) return 0;
  const weight = -shrink(gradient, params.alpha) / (hessian + params.lambda);
  const limit = params.max_delta_step === 0 ? Infinity : params.max_delta_step;
  return Math.fround(Math.sign(weight) * Math.min(Math.abs(weight), limit));
}

function scoreOf([gradient, hessian]: GradientPair, params: TrainParams): number {
  if (hessian <= 0) return 0;
  if (params.max_delta_step === 0) return Math.fround(shrink(gradient, params.alpha) ** 2 / (hessian + params.lambda));
  const f = Math.fround; // XGBoost rounds every step here
  const weight = weightOf([gradient, hessian], params);
  return -f(f(2 * f(gradient) * weight) + f(f(f(hessian) + f(params.lambda)) * f(weight ** 2)));
}

function shrink(gradient: number, alpha: number): number {
  return Math.sign(gradient) * Math.max(0, Math.abs(gradient) - alpha);
}
