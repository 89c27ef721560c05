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

/** Fewer features are found their split faster by one thread. */
const LEAST_FEATURES = 8;

/** Makes a training's split finder; the layouts' features lie in the kernels' memory. Each thread takes some of the features. */
export function createSplitFinder({ cuts }: BinnedMatrix, params: Regularisation, kernels: Kernels): FindSplit {
  const { lambda, alpha, gamma, max_delta_step, min_child_weight, monotone } = params;
  const numBins = place(
    kernels,
    Uint32Array.from(cuts, ({ length }) => length),
  );
  const directions = place(kernels, Int32Array.from(monotone ?? []));
  const limits = place(kernels, Float64Array.of(lambda, alpha, max_delta_step, min_child_weight));
  const sums = kernels.allocate(Float64Array, 5);
  const found = Array.from({ length: kernels.threads }, () => kernels.allocate(Float64Array, 6));
  return (histogram, { features, stride }, { sumGradient, sumHessian, weight, lower, upper }, best) => {
    sums.set([sumGradient, sumHessian, weight, lower, upper]);
    const numPart = Math.min(kernels.threads, Math.ceil(features.length / LEAST_FEATURES));
    const partSize = Math.ceil(features.length / numPart);
    const calls = found.slice(0, numPart).map((bestOfPart, part) => {
      const first = part * partSize;
      const ownFeatures = features.subarray(first, first + partSize);
      const bins = histogram.subarray(first * stride);
      return [bins, stride, ownFeatures, numBins, directions, sums, limits, bestOfPart] as const;
    });
    kernels.sideBySide('findSplit', calls);
    best.gain = 0;
    found.slice(0, numPart).forEach(([gain, slot, bin, defaultLeft, leftGradient, leftHessian], part) => {
      if (gain <= LEAST_GAIN || gain < gamma || gain <= best.gain) return;
      Object.assign(best, { gain, slot: slot + part * partSize, bin, defaultLeft, leftGradient, leftHessian });
    });
  };
}
