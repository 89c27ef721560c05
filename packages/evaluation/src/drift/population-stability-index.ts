import type { Weights } from '../rows.ts';
import { binShares, type ColumnReference } from './drift-reference.ts';

/** Below this share a bin counts as this much, so that an empty bin does not make the index infinite. */
const smallestShare = 1e-4;

/**
 * Population stability index of new values against the reference: Σ (new − old) · ln(new / old) over the bins, shares below
 * 1e-4 counted as 1e-4. By custom 0.1 is worth a look and 0.25 an alarm; but without any drift it already averages about
 * (bins − 1) · (1/n + 1/m) for n new and m reference rows, so small slices alarm by chance.
 */
export function populationStabilityIndex(
  reference: ColumnReference,
  values: ArrayLike<number>,
  weight?: Weights,
): number {
  const shares = binShares(values, reference.edges, weight);
  return shares.reduce((index, share, bin) => {
    const now = Math.max(share, smallestShare);
    const then = Math.max(reference.shares[bin], smallestShare);
    return index + (now - then) * Math.log(now / then);
  }, 0);
}
