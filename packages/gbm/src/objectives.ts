/**
 * The losses: how a margin becomes a response, each row's gradient pair, and the metric that early stopping watches.
 * Formulas and float32 roundings are XGBoost's.
 */

import { TINY } from './kernels/logistic-gradients.ts';
import { sigmoid } from './kernels/sigmoids.ts';
import type { Kernels } from './kernels.ts';
import { checkEach, type LabelledMatrix } from './matrix.ts';
import type { TrainParams } from './params.ts';

export interface Objective {
  /** The margin of a response: the inverse of `response`, in float32. */
  readonly margin: (response: number) => number;
  /** The prediction a margin stands for, in float32. */
  readonly response: (margin: number) => number;
  /** `response` of every margin; both arrays lie in the kernels' memory. */
  readonly fillResponses: (kernels: Kernels, margins: Float32Array, responses: Float32Array) => void;
  /** Throws when a label is outside the loss's domain. */
  readonly checkDomain: (matrix: LabelledMatrix, subject: string) => void;
  /** Writes (gradient, hessian) of each row's loss, times its weight, interleaved; all in the kernels' memory. */
  readonly fillGradients: (
    kernels: Kernels,
    responses: Float32Array,
    label: Float32Array,
    weights: Float32Array,
    gradients: Float32Array,
  ) => void;
  /** The weighted metric on an evaluation set: log loss or root mean squared error. Lower is better. */
  readonly metric: (responses: Float32Array, matrix: LabelledMatrix) => number;
}

const binaryLogistic: Objective = {
  margin: (probability) => {
    const inside = Math.fround(Math.min(Math.max(probability, 1e-6), 1 - 1e-6)); // one class alone still has a finite margin
    return -Math.fround(Math.log(Math.fround(Math.fround(1 / inside) - 1)));
  },
  response: sigmoid,
  fillResponses: ({ sigmoids }, margins, responses) => sigmoids(margins, responses),
  checkDomain: ({ label }, subject) =>
    checkEach(
      label,
      (y) => y >= 0 && y <= 1,
      `${subject}: label`,
      'a number from 0 to 1',
      'encode the classes as 0 and 1',
    ),
  fillGradients: ({ logisticGradients }, probabilities, label, weights, gradients) =>
    logisticGradients(probabilities, label, weights, gradients),
  metric: (probabilities, { label, weight }) =>
    weightedMean(weight, probabilities.length, (row) => logLoss(probabilities[row], label[row])),
};

const squaredError: Objective = {
  margin: Math.fround,
  response: Math.fround,
  fillResponses: (_, margins, responses) => responses.set(margins),
  checkDomain: () => undefined,
  fillGradients: (_, predictions, label, weights, gradients) => {
    for (let row = 0; row < predictions.length; row++) {
      gradients[2 * row] = Math.fround(predictions[row] - label[row]) * weights[row];
      gradients[2 * row + 1] = weights[row];
    }
  },
  metric: (predictions, { label, weight }) =>
    Math.sqrt(weightedMean(weight, predictions.length, (row) => (predictions[row] - label[row]) ** 2)),
};

export const OBJECTIVES: Record<TrainParams['objective'], Objective> = {
  'binary:logistic': binaryLogistic,
  'reg:squarederror': squaredError,
};

/** One logarithm where the label is a class: the other term is zero. */
function logLoss(probability: number, label: number): number {
  let loss = 0;
  if (label !== 0) loss -= label * Math.log(Math.max(probability, TINY));
  if (label !== 1) loss -= (1 - label) * Math.log(Math.max(1 - probability, TINY));
  return loss;
}

/** The mean over rows of `value`, weighted where there are weights. */
export function weightedMean(weight: Float32Array | undefined, numRow: number, value: (row: number) => number): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < numRow; row++) {
    const rowWeight = weight === undefined ? 1 : weight[row];
    sum += rowWeight * value(row);
    total += rowWeight;
  }
  return sum / total;
}
