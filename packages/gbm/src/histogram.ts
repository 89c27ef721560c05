/**
 * Histograms of gradient pairs, one a node, and the pool that recycles them.
 *
 * histogram(parent) = histogram(left) + histogram(right), so only the smaller child is built, in O(rows x features), and its
 * sibling is the parent's minus it, in O(bins). The sums are exact (see `gradients.ts`), hence so is the difference.
 */
import type { BinnedMatrix } from './binning.ts';
import type { Kernels } from './kernels.ts';

export interface HistogramLayout {
  /** The features a tree may split on, ascending. */
  readonly features: Int32Array;
  /** For each of them, the index of its bin 0; bin b lies at offset + 2b (gradient) and + 1 (hessian). */
  readonly offsets: Int32Array;
  readonly length: number;
}

/**
 * Lays features out one after the other, each with its bins and one more for missing. Each gets at least one cache line of
 * padding: at a stride of exactly 4 KiB the same bin of every feature would compete for one set of the first-level cache,
 * which makes skewed features many times slower.
 */
export function layOutHistogram(
  { cuts }: Pick<BinnedMatrix, 'cuts'>,
  chosen: ArrayLike<number>,
  { allocate }: Kernels,
): HistogramLayout {
  const features = allocate(Int32Array, chosen.length);
  const offsets = allocate(Int32Array, chosen.length);
  let length = 0;
  for (let at = 0; at < chosen.length; at++) {
    features[at] = chosen[at];
    offsets[at] = length;
    const bins = cuts[chosen[at]].length + 1;
    const padded = (Math.ceil(bins / 4) + 1) * 4; // four pairs of doubles fill a line of 64 bytes
    length += 2 * padded;
  }
  return { features, offsets, length };
}

/** Hands out histograms of up to `capacity` doubles, and takes them back; after the first tree it allocates nothing. */
export class HistogramPool {
  readonly #kernels: Kernels;
  readonly #capacity: number;
  readonly #free: Float64Array[] = [];

  constructor(kernels: Kernels, capacity: number) {
    this.#kernels = kernels;
    this.#capacity = capacity;
  }

  /** A histogram whose first `length` doubles are zero. */
  take(length: number): Float64Array {
    return this.#free.pop()?.fill(0, 0, length) ?? this.#kernels.allocate(Float64Array, this.#capacity);
  }

  giveBack(histogram: Float64Array): void {
    this.#free.push(histogram);
  }
}
