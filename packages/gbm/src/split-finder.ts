/** Asks the kernels for the best split of a node, and says it in words. */
import type { BinnedMatrix } from './binning.ts';
import type { HistogramLayout } from './histogram.ts';
import { type Kernels, place } from './kernels.ts';
import type { Bounds } from './leaf-weight.ts';
import type { TrainParams } from './params.ts';

/** The best split found; `gain` is 0 where there is none. One object a node, reused from tree to tree. */
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

/** Writes the best split of a node into `best`, trying features in the layout's order; `best.gain` is 0 if none is worth it. */
export type FindSplit = (histogram: Float64Array, layout: HistogramLayout, node: NodeSums, best: Split) => void;

/** Makes a training's split finder; the layouts' features lie in the kernels' memory. */
export function createSplitFinder({ cuts }: BinnedMatrix, params: Regularisation, kernels: Kernels): FindSplit {
  const { lambda, alpha, gamma, max_delta_step, min_child_weight, monotone } = params;
  const numBins = place(
    kernels,
    Uint32Array.from(cuts, ({ length }) => length),
  );
  const directions = place(kernels, Int32Array.from(monotone ?? []));
  const limits = place(kernels, Float64Array.of(lambda, alpha, max_delta_step, min_child_weight));
  const sums = kernels.allocate(Float64Array, 5);
  const found = kernels.allocate(Float64Array, 6);
  return (histogram, { features, stride }, { sumGradient, sumHessian, weight, lower, upper }, best) => {
    sums.set([sumGradient, sumHessian, weight, lower, upper]);
    kernels.findSplit(histogram, stride, features, numBins, directions, sums, limits, found);
    const [gain, slot, bin, defaultLeft, leftGradient, leftHessian] = found;
    const isWorthIt = gain > LEAST_GAIN && gain >= gamma;
    Object.assign(best, { gain: isWorthIt ? gain : 0, slot, bin, defaultLeft, leftGradient, leftHessian });
  };
}
