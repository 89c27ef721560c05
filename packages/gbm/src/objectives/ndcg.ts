/**
 * Normalised discounted cumulative gain: how much of the gain that the best order of a group would give is given by this one,
 * where the row at rank r (from 0) counts 1 / log2(r + 2) of its gain.
 */
import type { LabelledMatrix } from '../matrix.ts';
import { groupStarts, rankInGroups } from '../rank-in-groups.ts';
import { weightedMean } from './weighted-mean.ts';

export interface NdcgTerms {
  /** The ranks that count, from the first; Infinity for all. */
  readonly top: number;
  /** Whether a label y is worth 2^y - 1, or y itself. */
  readonly isExponential: boolean;
}

export interface GroupedMatrix extends LabelledMatrix {
  readonly group: Uint32Array;
}

/**
 * The mean over groups, by their weights. Rows of equal score stay in the order they came in, which flatters or hurts as it
 * falls: XGBoost does so too. A group without a relevant row counts as 1, times its weight, which XGBoost forgets there.
 */
export function ndcgOf({ label, weight, group }: GroupedMatrix, terms: NdcgTerms): (scores: Float32Array) => number {
  const starts = groupStarts(group);
  const rank = rankInGroups(starts);
  const gains = gainsOf(label, terms);
  const discounts = discountsOf(group);
  const ideal = discountedSums(rank(label), starts, gains, discounts, terms);
  return (scores) => {
    const reached = discountedSums(rank(scores), starts, gains, discounts, terms);
    return weightedMean(weight, group.length, (at) => (ideal[at] === 0 ? 1 : reached[at] / ideal[at]));
  };
}

export function gainsOf(label: Float32Array, { isExponential }: NdcgTerms): Float64Array {
  const gains = Float64Array.from(label);
  if (isExponential) for (let row = 0; row < gains.length; row++) gains[row] = 2 ** gains[row] - 1;
  return gains;
}

/** The discount of each rank there is in the largest group. */
export function discountsOf(sizes: Uint32Array): Float64Array {
  return Float64Array.from({ length: sizes.reduce((most, size) => Math.max(most, size), 0) }, (_, rank) => {
    return 1 / Math.log2(rank + 2);
  });
}

/** Each group's sum of discounted gains over its top ranks. */
export function discountedSums(
  ranked: Uint32Array,
  starts: Uint32Array,
  gains: Float64Array,
  discounts: Float64Array,
  { top }: NdcgTerms,
): Float64Array {
  const sums = new Float64Array(starts.length - 1);
  for (let group = 0; group < sums.length; group++) {
    const begin = starts[group];
    const ranks = Math.min(top, starts[group + 1] - begin);
    for (let rank = 0; rank < ranks; rank++) sums[group] += discounts[rank] * gains[ranked[begin + rank]];
  }
  return sums;
}
