import { assertRows } from '../rows.ts';

/**
 * What each row would have shown without treatment, as a pseudo-outcome whose mean is right if either the weights or the model of
 * the outcome are (augmented inverse-probability weighting; Robins, Rotnitzky & Zhao 1994):
 *
 *   ψ = expected + weight × (label − expected)
 *
 * `weight` is 1 / P(untreated), and 0 of a treated row, for which the model speaks alone; its label takes no part and may be NaN.
 * `expected` should come from a model that has not seen the row (cross-fitting; Chernozhukov et al. 2018). ψ may leave [0, 1].
 */
export function doublyRobustOutcomes({
  label,
  weight,
  expected,
}: Readonly<Record<'label' | 'weight' | 'expected', ArrayLike<number>>>): Float64Array {
  assertRows('doublyRobustOutcomes', { weight, labels: label, expected });
  return Float64Array.from(expected as ArrayLike<number>, (chance, row) =>
    weight[row] === 0 ? chance : chance + weight[row] * (label[row] - chance),
  );
}
