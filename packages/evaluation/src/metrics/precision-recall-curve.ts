import { assertRows, type Weights } from '../rows.ts';
import { asRanked, type RankedScores } from './rank-scores.ts';

export type PrecisionRecallPoint = {
  /** Rows with this score or more are called positive. */
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
};

/**
 * Precision and recall at the distinct scores, highest first, thinned for drawing to about `points` of them: the first, the
 * last, and in between those where recall has grown by 1/`points`. Draw it as steps; `averagePrecision` is the area under
 * the unthinned steps. Throws without a positive.
 */
export function precisionRecallCurve(
  label: ArrayLike<number>,
  score: ArrayLike<number> | RankedScores,
  { points = 200, weight }: { readonly points?: number; readonly weight?: Weights | undefined } = {},
): readonly PrecisionRecallPoint[] {
  const ranked = asRanked(score);
  assertRows('precisionRecallCurve', { label, score: ranked.order, weight });
  const rowWeight = (row: number) => (weight ? weight[row] : 1);
  const positives = ranked.order.reduce((sum, row) => sum + rowWeight(row) * label[row], 0);
  if (!(positives > 0)) throw new RangeError(`precisionRecallCurve: no positive among ${label.length} rows`);
  const curve: PrecisionRecallPoint[] = [];
  let truePositives = 0;
  let predictedPositives = 0;
  ranked.order.forEach((row, rank) => {
    truePositives += rowWeight(row) * label[row];
    predictedPositives += rowWeight(row);
    if (!ranked.tieEnd[rank] || predictedPositives === 0) return;
    const recall = truePositives / positives;
    const isLast = rank === ranked.order.length - 1;
    if (curve.length > 0 && !isLast && recall < curve[curve.length - 1].recall + 1 / points) return;
    curve.push({ threshold: ranked.score[row], precision: truePositives / predictedPositives, recall });
  });
  return curve;
}
