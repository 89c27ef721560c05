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

/** What a node is grown within: where some feature is monotone, the leaves below it lie between two bounds. */
interface Place {
  readonly depth: number;
  readonly lower: number;
  readonly upper: number;
}

type Limits = TrainParams & { readonly monotone?: readonly number[] | undefined };

export function growExactly(
  rows: readonly Row[],
  pairs: readonly GradientPair[],
  params: Limits,
  thresholds = distinctThresholds(rows),
  place: Place = { depth: 0, lower: -Infinity, upper: Infinity },
  weight = weightOf(sum(pairs), params, place),
): ExactNode {
  const node = sum(pairs);
  const leaf: ExactNode = { feature: 0, threshold: 0, defaultLeft: false, gain: 0, weight, children: null };
  if (place.depth === params.max_depth) return leaf;

  let best: ExactNode = leaf;
  thresholds.forEach(([floor, ...candidates], feature) => {
    const direction = params.monotone?.[feature] ?? 0;
    const hasMissing = rows.some((row) => Number.isNaN(row[feature]));
    for (const defaultLeft of hasMissing ? [false, true] : [false]) {
      const descending = [...candidates.slice(0, -1).reverse(), ...(direction === 0 ? [] : [floor])];
      const ordered = candidates.length === 0 ? [] : defaultLeft ? descending : candidates;
      for (const threshold of ordered) {
        const isLeft = (row: Row): boolean => (Number.isNaN(row[feature]) ? defaultLeft : row[feature] < threshold);
        const left = sum(pairs.filter((_, i) => isLeft(rows[i])));
        const right = sum(pairs.filter((_, i) => !isLeft(rows[i])));
        if (left[1] < params.min_child_weight || right[1] < params.min_child_weight) continue;
        const [leftWeight, rightWeight] = [left, right].map((side) => weightOf(side, params, place));
        if (direction * (rightWeight - leftWeight) < 0) continue;
        const childScores = Math.fround(scoreOf(left, params, leftWeight) + scoreOf(right, params, rightWeight));
        const gain = Math.fround(childScores - scoreOf(node, params, weight));
        if (gain > best.gain) best = { ...leaf, feature, threshold, defaultLeft, gain };
      }
    }
  });
  if (best.gain <= 1e-6 || best.gain < params.gamma) return leaf;

  const { feature, threshold, defaultLeft } = best;
  const sides = rows.map((row) => (Number.isNaN(row[feature]) ? defaultLeft : row[feature] < threshold));
  const pairsOf = (side: boolean) => pairs.filter((_, i) => sides[i] === side);
  const [leftWeight, rightWeight] = [true, false].map((side) => weightOf(sum(pairsOf(side)), params, place));
  const middle = Math.fround(Math.fround(leftWeight + rightWeight) / 2);
  const grow = (side: boolean): ExactNode => {
    const direction = params.monotone?.[feature] ?? 0;
    const isParted = direction !== 0;
    const isLower = side === direction > 0;
    return growExactly(
      rows.filter((_, i) => sides[i] === side),
      pairsOf(side),
      params,
      thresholds,
      {
        depth: place.depth + 1,
        lower: isParted && !isLower ? middle : place.lower,
        upper: isParted && isLower ? middle : place.upper,
      },
      side ? leftWeight : rightWeight,
    );
  };
  return { ...best, weight: weightOf(node, params, place), children: [grow(true), grow(false)] };
}

/** For each feature, a bound below its values, the distinct ones after the first, and a bound above them all. */
function distinctThresholds(rows: readonly Row[]): number[][] {
  return rows[0].map((_, feature) => {
    const present = rows.map((row) => row[feature]).filter((value) => !Number.isNaN(value));
    if (present.length === 0) return [];
    const distinct = [...new Set(present)].sort((a, b) => a - b);
    const max = distinct[distinct.length - 1];
    const floor = Math.fround(Math.fround(distinct[0] - Math.abs(distinct[0])) - Math.fround(1e-5));
    return [floor, ...distinct.slice(1), Math.fround(max + (Math.abs(max) + 1e-5))];
  });
}

function sum(pairs: readonly GradientPair[]): GradientPair {
  return [pairs.reduce((total, pair) => total + pair[0], 0), pairs.reduce((total, pair) => total + pair[1], 0)];
}

function weightOf([gradient, hessian]: GradientPair, params: Limits, { lower, upper }: Place): number {
  const weight = hessian <= 0 ? 0 : -shrink(gradient, params.alpha) / (hessian + params.lambda);
  const limit = params.max_delta_step === 0 ? Infinity : params.max_delta_step;
  const limited = Math.fround(Math.sign(weight) * Math.min(Math.abs(weight), limit));
  return Math.max(lower, Math.min(upper, limited));
}

function scoreOf([gradient, hessian]: GradientPair, params: Limits, weight: number): number {
  if (hessian <= 0) return 0;
  const isFree = params.max_delta_step === 0 && params.monotone === undefined;
  if (isFree) return Math.fround(shrink(gradient, params.alpha) ** 2 / (hessian + params.lambda));
  const f = Math.fround; // XGBoost rounds every step here
  return -f(f(2 * f(gradient) * weight) + f(f(f(hessian) + f(params.lambda)) * f(weight ** 2)));
}

function shrink(gradient: number, alpha: number): number {
  return Math.sign(gradient) * Math.max(0, Math.abs(gradient) - alpha);
}
