/**
 * Histograms of gradient pairs, one a node, and the pool that recycles them.
 *
 * histogram(parent) = histogram(left) + histogram(right), so only the smaller child is built, in O(rows x features), and its
 * sibling is the parent's minus it, in O(bins). The sums are exact (see `gradients.ts`), hence so is the difference.
 */
import type { BinnedMatrix } from './binning.ts';
import type { Kernels } from './kernels.ts';

/** Where a tree's histograms keep what. */
export interface HistogramLayout {
  /** The features the tree may split on, ascending; the histogram of features[at] begins at `at * stride`. */
  readonly features: Int32Array;
  readonly stride: number;
}

/**
 * The doubles from one feature's histogram to the next; bin b lies at 2b (gradient) and 2b + 1 (hessian). Room for the most
 * bins a feature has and one more for missing, then at least one cache line of padding: at a stride of exactly 4 KiB the same
 * bin of every feature would compete for one set of the first-level cache, which makes skewed features many times slower.
 */
export function histogramStride({ cuts }: Pick<BinnedMatrix, 'cuts'>): number {
  const bins = Math.max(...cuts.map(({ length }) => length)) + 1;
  const padded = (Math.ceil(bins / 4) + 1) * 4; // four pairs of doubles fill a line of 64 bytes
  return 2 * padded;
}

/** Hands out zeroed histograms of `length` doubles, and takes them back; after the first tree it allocates nothing. */
export class HistogramPool {
  readonly length: number;
  readonly #kernels: Kernels;
  readonly #free: Float64Array[] = [];

  constructor(kernels: Kernels, length: number) {
    this.#kernels = kernels;
    this.length = length;
  }

  take(): Float64Array {
    return this.#free.pop()?.fill(0) ?? this.#kernels.allocate(Float64Array, this.length);
  }

  giveBack(histogram: Float64Array): void {
    this.#free.push(histogram);
  }
}
