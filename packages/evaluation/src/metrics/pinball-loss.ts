import { assertRows, type Weights, weightedMean } from '../rows.ts';

/**
 * Pinball loss of a forecast of the `level` quantile: mean of max(level · d, (level − 1) · d) with d = actual − predicted.
 * Agrees with sklearn's `mean_pinball_loss`; at level ½ it is half the mean absolute error.
 */
export function pinballLoss(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  level: number,
  weight?: Weights,
): number {
  assertRows('pinballLoss', { actual, predicted, weight });
  const penalty = (row: number) => {
    const shortfall = actual[row] - predicted[row];
    return Math.max(level * shortfall, (level - 1) * shortfall);
  };
  return weightedMean(actual.length, penalty, weight);
}
