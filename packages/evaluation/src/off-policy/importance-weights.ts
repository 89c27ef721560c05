import { assertRows } from '../rows.ts';

/**
 * What each logged row stands for under another policy: target / propensity, the chance that the target policy would have acted
 * alike over the chance with which the logged one did (Horvitz & Thompson 1952). Means over weighted rows are unbiased wherever
 * the logged policy could act as the target would.
 *
 * `most` clips the weights (Ionides 2008, truncated importance sampling). That trades variance for a bias nobody can see from
 * the log: what is clipped away is missing from the mean, and an interval around it is narrow and in the wrong place. Throws on a
 * propensity outside (0, 1].
 */
export function importanceWeights(
  { target, propensity }: { readonly target: ArrayLike<number>; readonly propensity: ArrayLike<number> },
  most = Number.POSITIVE_INFINITY,
): Float64Array {
  assertRows('importanceWeights', { target, propensity });
  return Float64Array.from(target as ArrayLike<number>, (chance, row) => {
    if (propensity[row] > 0 && propensity[row] <= 1) return Math.min(most, chance / propensity[row]);
    throw new RangeError(
      `importanceWeights: propensity of row ${row} is ${propensity[row]}, expected above 0 and at most 1; leave out rows nobody drew`,
    );
  });
}
