import type { Objective } from '../objectives.ts';
import { weightedMean } from './weighted-mean.ts';

export const squaredError: Objective = {
  margin: Math.fround,
  response: Math.fround,
  fillResponses: (_, margins, responses) => responses.set(margins),
  checkDomain: () => undefined,
  baseScore: (label, weights) => weightedMean(weights, label.length, (row) => label[row]),
  gradientsOf:
    ({ label, weights, responses: predictions }) =>
    (gradients) => {
      for (let row = 0; row < predictions.length; row++) {
        gradients[2 * row] = Math.fround(predictions[row] - label[row]) * weights[row];
        gradients[2 * row + 1] = weights[row];
      }
    },
  metricOf:
    ({ label, weight }) =>
    (predictions) =>
      Math.sqrt(weightedMean(weight, predictions.length, (row) => (predictions[row] - label[row]) ** 2)),
};
