/**
 * Counts, XGBoost's `count:poisson`: the margin is the logarithm of the expected count m, the loss m - y log m, its gradient
 * m - y and its hessian m. The hessian is taken at the margin plus max_delta_step, which limits every leaf's weight as well:
 * where a count is expected to be near 0, so is the hessian, and a single event would throw the margin far off.
 */
import { logGamma } from '../log-gamma.ts';
import type { Objective } from '../objectives.ts';
import { logMean } from './log-mean.ts';
import { weightedMean } from './weighted-mean.ts';

/** XGBoost's floor for the mean in its metric. */
const LEAST_MEAN = 1e-16;

export function countPoisson(maxDeltaStep: number): Objective {
  const step = Math.fround(maxDeltaStep);
  return {
    ...logMean,
    gradientsOf:
      ({ label, weights, margins, responses: means }) =>
      (gradients) => {
        for (let row = 0; row < means.length; row++) {
          gradients[2 * row] = Math.fround(means[row] - label[row]) * weights[row];
          gradients[2 * row + 1] = Math.fround(Math.exp(Math.fround(margins[row] + step))) * weights[row];
        }
      },
    metricOf: ({ label, weight }) => {
      const constant = weightedMean(weight, label.length, (row) => logGamma(label[row] + 1));
      return (means) => constant + weightedMean(weight, means.length, (row) => poissonLoss(means[row], label[row]));
    },
  };
}

/** The negative log-likelihood of a count, but for what does not depend on the mean. */
function poissonLoss(mean: number, count: number): number {
  const floored = Math.max(mean, LEAST_MEAN);
  return floored - count * Math.log(floored);
}
