import { checkEach } from '../matrix.ts';
import type { Objective } from '../objectives.ts';
import { weightedMean } from './weighted-mean.ts';

/** What losses share whose margin is the logarithm of a mean: labels and base scores are not negative, and some label is not 0. */
export const logMean: Pick<
  Objective,
  'margin' | 'response' | 'fillResponses' | 'checkDomain' | 'baseScore' | 'baseScoreRule'
> = {
  margin: (mean) => Math.fround(Math.log(mean)),
  response: (margin) => Math.fround(Math.exp(margin)),
  fillResponses: (_, margins, means) => {
    for (let row = 0; row < margins.length; row++) means[row] = Math.exp(margins[row]);
  },
  checkDomain: ({ label }, subject) =>
    checkEach(
      label,
      (y) => y >= 0,
      `${subject}: label`,
      'a number >= 0',
      'leave out what is below, or train a reg: loss',
    ),
  baseScore: (label, weights) => {
    const mean = weightedMean(weights, label.length, (row) => label[row]);
    if (mean > 0) return mean;
    throw new Error(
      'dtrain: label: found a mean of 0, expected some weight on a label above it; nothing happened, so give a base_score',
    );
  },
  baseScoreRule: [(mean) => mean > 0, 'a mean > 0'],
};
