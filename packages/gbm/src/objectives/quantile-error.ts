/**
 * The pinball loss of a quantile, XGBoost's `reg:quantileerror` as of 2.0 to 3.3: minimised by the conditional quantile at
 * level `quantile_alpha`.
 *
 * Its gradient is -alpha below the label and 1 - alpha above, however far: it tells a tree where to split, but not how far to
 * step. So the hessian is the row's weight, and once a tree has grown, each leaf takes the alpha-quantile of what its sampled
 * rows still lack (label - margin), times eta. A row outside the sample, or of weight 0, has no say in that, and lambda, alpha
 * (the L1 penalty) and max_delta_step have none: they only bear on where to split.
 *
 * XGBoost 3.4 trains differently (a smoothed loss, leaves not fitted) and reads the same model files. XGBoost's list of levels
 * is left out: each round it grows a tree a level, none of which sees another, so that one booster a level is the same model
 * (compared under 3.2.0: equal to the last bit) and trains on a thread of its own (`trainAll`). `rearrangeQuantiles` keeps
 * their predictions from crossing.
 */
import type { Objective } from '../objectives.ts';
import { quantile } from '../quantile.ts';
import { createSortScratch } from '../sort-column.ts';
import { weightedMean } from './weighted-mean.ts';

export function quantileError(alpha: number): Objective {
  const level = Math.fround(alpha);
  const gradientAbove = Math.fround(1 - level);
  return {
    margin: Math.fround,
    response: Math.fround,
    fillResponses: (_, margins, responses) => responses.set(margins),
    checkDomain: () => undefined,
    baseScore: (label, weights) => quantile(label, weights, level, createSortScratch(label.length)),
    gradientsOf:
      ({ label, weights, responses: predictions }) =>
      (gradients) => {
        for (let row = 0; row < predictions.length; row++) {
          gradients[2 * row] = (predictions[row] >= label[row] ? gradientAbove : -level) * weights[row];
          gradients[2 * row + 1] = weights[row];
        }
      },
    leafFit: (label, weights, margins) => {
      const scratch = createSortScratch(label.length);
      const lacking = new Float32Array(label.length);
      const weightsOfLeaf = weights && new Float32Array(label.length);
      return (rows) => {
        for (let i = 0; i < rows.length; i++) lacking[i] = label[rows[i]] - margins[rows[i]];
        if (weights && weightsOfLeaf) for (let i = 0; i < rows.length; i++) weightsOfLeaf[i] = weights[rows[i]];
        return quantile(lacking.subarray(0, rows.length), weightsOfLeaf?.subarray(0, rows.length), level, scratch);
      };
    },
    metricOf:
      ({ label, weight }) =>
      (predictions) =>
        weightedMean(weight, predictions.length, (row) => pinballLoss(predictions[row], label[row], level)),
  };
}

/** alpha for each unit that a prediction falls short, 1 - alpha for each that it goes beyond. XGBoost's metric `quantile` is its mean. */
export function pinballLoss(prediction: number, label: number, alpha: number): number {
  const short = label - prediction;
  return short >= 0 ? alpha * short : (alpha - 1) * short;
}
