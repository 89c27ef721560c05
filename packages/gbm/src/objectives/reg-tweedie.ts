/**
 * Amounts that are often 0 and else positive, XGBoost's `reg:tweedie`: the variance grows as the mean to the power rho, between
 * a Poisson count (1) and a gamma amount (2). The margin p is the logarithm of the mean, and the loss
 *
 * e^((2 - rho) p) / (2 - rho) - y e^((1 - rho) p) / (1 - rho)
 */
import type { Objective } from '../objectives.ts';
import { logMean } from './log-mean.ts';
import { weightedMean } from './weighted-mean.ts';

export function regTweedie(variancePower: number): Objective {
  const ofLabel = Math.fround(1 - Math.fround(variancePower));
  const ofMean = Math.fround(2 - Math.fround(variancePower));
  return {
    ...logMean,
    gradientsOf:
      ({ label, weights, margins }) =>
      (gradients) => {
        for (let row = 0; row < margins.length; row++) {
          const short = label[row] * Math.fround(Math.exp(Math.fround(ofLabel * margins[row])));
          const long = Math.fround(Math.exp(Math.fround(ofMean * margins[row])));
          gradients[2 * row] = Math.fround(long - Math.fround(short)) * weights[row];
          gradients[2 * row + 1] = Math.fround(ofMean * long - ofLabel * short) * weights[row];
        }
      },
    metricOf:
      ({ label, weight }) =>
      (means) =>
        weightedMean(weight, means.length, (row) => {
          const margin = Math.log(means[row]);
          return Math.exp(ofMean * margin) / ofMean - (label[row] * Math.exp(ofLabel * margin)) / ofLabel;
        }),
  };
}
