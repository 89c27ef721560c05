import { binShares, type ColumnReference } from './drift-reference.ts';

/**
 * Kolmogorov–Smirnov statistic of new values against the reference: the largest difference of the two distribution functions, at the
 * edges of the bins, which is all a reference remembers. Missing values are left out on both sides; 1 where one side has no others.
 */
export function kolmogorovSmirnov(reference: ColumnReference, values: ArrayLike<number>): number {
  const [then, now] = [reference.shares, binShares(values, reference.edges)].map(cumulated);
  if (then === null || now === null) return then === now ? 0 : 1;
  return then.reduce((largest, share, bin) => Math.max(largest, Math.abs(share - now[bin])), 0);
}

/** Up to each edge, of what is not missing; null where everything is. */
function cumulated(shares: readonly number[]): readonly number[] | null {
  const known = 1 - shares[shares.length - 1];
  if (known <= 0) return null;
  let sum = 0;
  return shares.slice(0, -1).map((share) => {
    sum += share;
    return sum / known;
  });
}
