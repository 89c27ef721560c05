import { assertRows, type Weights } from '../rows.ts';
import { asRanked, type RankedScores } from './rank-scores.ts';

/**
 * Average precision: Σ (recallₙ − recallₙ₋₁) · precisionₙ over the distinct scores, highest first. A step function without
 * interpolation; rows of equal score are one threshold. Agrees with sklearn's `average_precision_score`, and not with
 * XGBoost's `aucpr`, which interpolates (Davis and Goadrich) and reads higher.
 *
 * `label` is 0 or 1. Throws without a positive of positive weight, where sklearn warns and answers 0.
 */
export function averagePrecision(
  label: ArrayLike<number>,
  score: ArrayLike<number> | RankedScores,
  weight?: Weights,
): number {
  const { order, tieEnd } = asRanked(score);
  assertRows('averagePrecision', { label, score: order, weight });
  let truePositives = 0;
  let predictedPositives = 0;
  let creditedPositives = 0;
  let precisionSum = 0;
  for (let rank = 0; rank < order.length; rank++) {
    const row = order[rank];
    const rowWeight = weight ? weight[row] : 1;
    predictedPositives += rowWeight;
    truePositives += rowWeight * label[row];
    if (tieEnd[rank] && truePositives > creditedPositives) {
      precisionSum += (truePositives - creditedPositives) * (truePositives / predictedPositives);
      creditedPositives = truePositives;
    }
  }
  if (!(truePositives > 0)) {
    throw new RangeError(`averagePrecision: no positive among ${order.length} rows; recall is undefined`);
  }
  return precisionSum / truePositives;
}
