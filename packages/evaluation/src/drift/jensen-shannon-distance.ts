import { binShares, type ColumnReference } from './drift-reference.ts';

/**
 * Jensen–Shannon distance of new values from the reference over its bins: the square root of the mean divergence of the two shares
 * from their middle, in base 2 (Lin 1991; scipy's `jensenshannon(p, q, base=2)`). 0 for equal shares, 1 where they share no bin; a
 * metric, and finite where a bin is empty.
 */
export function jensenShannonDistance(reference: ColumnReference, values: ArrayLike<number>): number {
  const now = binShares(values, reference.edges);
  const divergence = now.reduce((sum, share, bin) => {
    const then = reference.shares[bin];
    const middle = (share + then) / 2;
    return sum + (term(share, middle) + term(then, middle)) / 2;
  }, 0);
  return Math.sqrt(Math.max(0, divergence));
}

function term(share: number, middle: number): number {
  return share > 0 ? share * Math.log2(share / middle) : 0;
}
