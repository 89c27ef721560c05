import { TINY } from '../kernels/logistic-gradients.ts';
import { sigmoid } from '../kernels/sigmoids.ts';
import { checkEach } from '../matrix.ts';
import type { Objective } from '../objectives.ts';
import { partsOf } from '../parts.ts';
import { weightedMean } from './weighted-mean.ts';

export const binaryLogistic: Objective = {
  margin: (probability) => {
    const inside = Math.fround(Math.min(Math.max(probability, 1e-6), 1 - 1e-6)); // one class alone still has a finite margin
    return -Math.fround(Math.log(Math.fround(Math.fround(1 / inside) - 1)));
  },
  response: sigmoid,
  fillResponses: (kernels, margins, responses) => {
    const parts = partsOf(kernels, 0, margins.length);
    kernels.sideBySide(
      'sigmoids',
      parts.map((part) => [margins.subarray(...part), responses.subarray(...part)]),
    );
  },
  checkDomain: ({ label }, subject) =>
    checkEach(
      label,
      (y) => y >= 0 && y <= 1,
      `${subject}: label`,
      'a number from 0 to 1',
      'encode the classes as 0 and 1',
    ),
  baseScoreRule: [(probability) => probability > 0 && probability < 1, 'a probability in (0, 1)'],
  baseScore: (label, weights) => weightedMean(weights, label.length, (row) => label[row]),
  gradientsOf:
    ({ label, weights, responses: probabilities }, kernels) =>
    (gradients) => {
      const calls = partsOf(kernels, 0, label.length).map(([begin, end]) => {
        const pairs = gradients.subarray(2 * begin, 2 * end);
        return [
          probabilities.subarray(begin, end),
          label.subarray(begin, end),
          weights.subarray(begin, end),
          pairs,
        ] as const;
      });
      kernels.sideBySide('logisticGradients', calls);
    },
  metricOf:
    ({ label, weight }) =>
    (probabilities) =>
      weightedMean(weight, probabilities.length, (row) => logLoss(probabilities[row], label[row])),
};

/** One logarithm where the label is a class: the other term is zero. */
function logLoss(probability: number, label: number): number {
  let loss = 0;
  if (label !== 0) loss -= label * Math.log(Math.max(probability, TINY));
  if (label !== 1) loss -= (1 - label) * Math.log(Math.max(1 - probability, TINY));
  return loss;
}
