/**
 * The losses: how a margin becomes a response, each row's gradient pair, and the metric that early stopping watches.
 * Formulas and float32 roundings are XGBoost's.
 */
import { checkEach, type LabelledMatrix } from './matrix.ts';
import type { TrainParams } from './params.ts';

export interface Objective {
  /** The margin of a response: the inverse of `response`, in float32. */
  readonly margin: (response: number) => number;
  /** The prediction a margin stands for, in float32. */
  readonly response: (margin: number) => number;
  /** Throws when a label is outside the loss's domain. */
  readonly checkDomain: (matrix: LabelledMatrix, subject: string) => void;
  /** Writes (gradient, hessian) of each row's loss, times its weight, interleaved. */
  readonly fillGradients: (
    margins: Float32Array,
    label: Float32Array,
    weights: Float32Array,
    gradients: Float32Array,
  ) => void;
  /** The weighted metric on an evaluation set: log loss or root mean squared error. Lower is better. */
  readonly metric: (margins: Float32Array, matrix: LabelledMatrix) => number;
}

/** XGBoost's floor for hessians and probabilities. */
const TINY = 1e-16;

const binaryLogistic: Objective = {
  margin: (probability) => {
    const inside = Math.fround(Math.min(Math.max(probability, 1e-6), 1 - 1e-6)); // one class alone still has a finite margin
    return -Math.fround(Math.log(Math.fround(Math.fround(1 / inside) - 1)));
  },
  response: sigmoid,
  checkDomain: ({ label }, subject) =>
    checkEach(
      label,
      (y) => y >= 0 && y <= 1,
      `${subject}: label`,
      'a number from 0 to 1',
      'encode the classes as 0 and 1',
    ),
  fillGradients: (margins, label, weights, gradients) => {
    for (let row = 0; row < margins.length; row++) {
      const probability = sigmoid(margins[row]);
      const weight = weights[row];
      gradients[2 * row] = Math.fround(probability - label[row]) * weight;
      gradients[2 * row + 1] = Math.max(Math.fround(probability * Math.fround(1 - probability)), TINY) * weight;
    }
  },
  metric: (margins, { label, weight }) =>
    weightedMean(weight, margins.length, (row) => logLoss(sigmoid(margins[row]), label[row])),
};

const squaredError: Objective = {
  margin: Math.fround,
  response: Math.fround,
  checkDomain: () => undefined,
  fillGradients: (margins, label, weights, gradients) => {
    for (let row = 0; row < margins.length; row++) {
      gradients[2 * row] = Math.fround(margins[row] - label[row]) * weights[row];
      gradients[2 * row + 1] = weights[row];
    }
  },
  metric: (margins, { label, weight }) =>
    Math.sqrt(weightedMean(weight, margins.length, (row) => (margins[row] - label[row]) ** 2)),
};

export const OBJECTIVES: Record<TrainParams['objective'], Objective> = {
  'binary:logistic': binaryLogistic,
  'reg:squarederror': squaredError,
};

/** The logistic function in float32, step by step as XGBoost computes it. */
function sigmoid(margin: number): number {
  const exponential = Math.fround(Math.exp(Math.min(-margin, 88.7)));
  return Math.fround(1 / Math.fround(exponential + 1));
}

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
