import { assertRows, type Weights } from '../rows.ts';
import { asRanked, type RankedScores } from './rank-scores.ts';

/**
 * Area under the ROC curve: the chance that a positive outranks a negative, a tie counting half (Mann-Whitney). Agrees with
 * sklearn's `roc_auc_score`. Pairs are counted in float64, exact to 9·10¹⁵ of them.
 *
 * `label` is 0 or 1. Throws unless both classes are present.
 */
export function rocAuc(label: ArrayLike<number>, score: ArrayLike<number> | RankedScores, weight?: Weights): number {
  const { order, tieEnd } = asRanked(score);
  assertRows('rocAuc', { label, score: order, weight });
  let positivesAbove = 0;
  let negatives = 0;
  let tiedPositives = 0;
  let tiedNegatives = 0;
  let wonPairs = 0;
  for (let rank = 0; rank < order.length; rank++) {
    const row = order[rank];
    const rowWeight = weight ? weight[row] : 1;
    tiedPositives += rowWeight * label[row];
    tiedNegatives += rowWeight * (1 - label[row]);
    if (tieEnd[rank]) {
      wonPairs += tiedNegatives * (positivesAbove + tiedPositives / 2);
      positivesAbove += tiedPositives;
      negatives += tiedNegatives;
      tiedPositives = tiedNegatives = 0;
    }
  }
  if (!(positivesAbove > 0 && negatives > 0)) {
    throw new RangeError(`rocAuc: positives weigh ${positivesAbove}, negatives ${negatives}; both classes are needed`);
  }
  return wonPairs / (positivesAbove * negatives);
}
