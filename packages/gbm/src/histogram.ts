/**
 * Histograms of gradient pairs, one a node, and the pool that recycles them.
 *
 * histogram(parent) = histogram(left) + histogram(right), so only the smaller child is built, in O(rows x features), and its
 * sibling is the parent's minus it, in O(bins). The sums are exact (see `gradients.ts`), hence so is the difference.
 */
import type { BinnedMatrix } from './binning.ts';

export interface HistogramLayout {
  /** For each feature, rounded up to whole words, the index of its bin 0; bin b lies at offset + 2b (gradient) and + 1 (hessian). */
  readonly offsets: Int32Array;
  readonly length: number;
}

/**
 * Lays features out one after the other, each with its bins and one more for missing. Each gets at least one cache line of
 * padding: at a stride of exactly 4 KiB the same bin of every feature would compete for one set of the first-level cache,
 * which makes skewed features many times slower. A word's unused bytes count as features of one bin that nobody reads.
 */
export function layOutHistogram({ cuts, wordsPerRow }: BinnedMatrix): HistogramLayout {
  const offsets = new Int32Array(4 * wordsPerRow);
  let length = 0;
  for (let feature = 0; feature < offsets.length; feature++) {
    offsets[feature] = length;
    const bins = (cuts[feature]?.length ?? 0) + 1;
    const padded = (Math.ceil(bins / 4) + 1) * 4; // four pairs of doubles fill a line of 64 bytes
    length += 2 * padded;
  }
  return { offsets, length };
}

/** Hands out zeroed histograms and takes them back; after the first tree it allocates nothing. */
export class HistogramPool {
  readonly #length: number;
  readonly #free: Float64Array[] = [];

  constructor(length: number) {
    this.#length = length;
  }

  take(): Float64Array {
    return this.#free.pop()?.fill(0) ?? new Float64Array(this.#length);
  }

  giveBack(histogram: Float64Array): void {
    this.#free.push(histogram);
  }
}

/** Turns the parent's histogram into the larger child's, in place. */
export function subtractSibling(parent: Float64Array, smallerChild: Float64Array): Float64Array {
  for (let i = 0; i < parent.length; i++) parent[i] -= smallerChild[i];
  return parent;
}
