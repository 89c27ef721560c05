import type { Weights } from '../rows.ts';
import { binShares, type ColumnReference } from './drift-reference.ts';

/** Below this share a bin counts as this much, so that an empty bin does not make the index infinite. */
const smallestShare = 1e-4;
/** A bin of values that no reference row had counts as so many new rows: without drift, now and then one exceeds all before. */
const strayRows = 2;

/**
 * Population stability index of new values against the reference: Σ (new − old) · ln(new / old) over the bins, shares below
 * 1e-4 counted as 1e-4, values that no reference row had in bins of their own. By custom 0.1 is worth a look and 0.25 an alarm; but without any drift it already averages about
 * (bins − 1) · (1/n + 1/m) for n new and m reference rows, so small slices alarm by chance.
 */
export function populationStabilityIndex(
  reference: ColumnReference,
  values: ArrayLike<number>,
  weight?: Weights,
): number {
  const shares = binShares(values, reference.edges, weight);
  const missingBin = shares.length - 1;
  return shares.reduce((index, share, bin) => {
    const isUnseen = bin < missingBin && reference.shares[bin] === 0;
    const least = isUnseen ? Math.max(smallestShare, strayRows / values.length) : smallestShare;
    const now = Math.max(share, least);
    const then = Math.max(reference.shares[bin], least);
    return index + (now - then) * Math.log(now / then);
  }, 0);
}
