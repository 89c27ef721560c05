import type { Weights } from '../rows.ts';
import { type CholeskyFactor, cholesky, choleskySolve } from './cholesky.ts';

/**
 * Minimise Σ w·(log(1 + eᵐ) − target·m) + ½ Σ penaltyⱼ·coefficientⱼ² with m = Σ columnⱼ·coefficientⱼ.
 * The target may lie between 0 and 1. An intercept is a column of ones with penalty 0.
 */
export type LogisticProblem = {
  readonly columns: readonly Float64Array[];
  readonly target: ArrayLike<number>;
  readonly penalty: readonly number[];
  readonly weight?: Weights | undefined;
  /** Coefficients to start from; 0 when left out. */
  readonly start?: Float64Array;
};

/** What the objective looks like at some coefficients. */
export type LogisticState = {
  readonly coefficients: Float64Array;
  readonly loss: number;
  readonly gradient: Float64Array;
  /** w·(p − target) of every row: the derivative of the loss by its margin. */
  readonly residual: Float64Array;
  /** w·p·(1 − p) of every row: the second derivative. */
  readonly curvature: Float64Array;
};

/** Squared standard errors from the optimum at which we stop: coefficients are then right to 1e-9 of their error. */
const decrementTolerance = 1e-18;
const maxIterations = 100;

/** The optimum of every eighth row lies some three standard errors from that of all: a good start for an eighth of the cost. */
const coarseStep = 8;
const coarseTolerance = 0.01;
/** Below so many rows a sample says too little. */
const coarseFrom = 10_000;

/** Rows are taken in blocks, so that 80 columns of one stay in a 256 KiB cache from their first use to their last. */
const blockRows = 256;

/**
 * Newton's method with step halving. The Hessian costs O(rows · columns²) and a gradient only O(rows · columns), so a
 * factorised Hessian is kept as long as every step leaves less than a quarter of the gradient (Shamanskii).
 *
 * Throws when columns are collinear and unpenalised, or when no finite optimum exists (separated classes, no penalty).
 */
export function logisticNewton(problem: LogisticProblem): LogisticState {
  return descend({ ...problem, start: coarseStart(problem) }, decrementTolerance);
}

/** Where the search begins: the optimum of a sample, unless that has none, as when it holds one class only. */
function coarseStart(problem: LogisticProblem): Float64Array {
  const start = problem.start ?? new Float64Array(problem.columns.length);
  if (problem.target.length < coarseFrom) return start;
  try {
    return descend({ ...everyNth(problem, coarseStep), start }, coarseTolerance).coefficients;
  } catch (failure) {
    if (failure instanceof RangeError) return start;
    throw failure;
  }
}

function everyNth({ columns, target, penalty, weight }: LogisticProblem, step: number): LogisticProblem {
  const sample = (values: ArrayLike<number>) => {
    const out = new Float64Array(Math.ceil(values.length / step));
    for (let at = 0; at < out.length; at++) out[at] = values[at * step];
    return out;
  };
  return {
    columns: columns.map(sample),
    target: sample(target),
    penalty: penalty.map((l2) => l2 / step),
    weight: weight && sample(weight),
  };
}

function descend(problem: LogisticProblem, tolerance: number): LogisticState {
  let state = evaluate(problem, problem.start!);
  let factor = factorAt(problem, state);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const direction = choleskySolve(factor, state.gradient);
    if (dot(direction, state.gradient, 0, direction.length) <= tolerance) return state;
    const next = stepDown(problem, state, direction);
    if (norm(next.gradient) > norm(state.gradient) / 4) factor = factorAt(problem, next);
    state = next;
  }
  throw new RangeError(
    `logistic regression: no optimum after ${maxIterations} iterations; a column may separate the classes, add a penalty`,
  );
}

/** The lower triangle of Σ curvature·x·xᵀ, plus the penalty on its diagonal. */
export function logisticHessian({ columns, penalty }: LogisticProblem, curvature: Float64Array): Float64Array {
  const size = columns.length;
  const hessian = new Float64Array(size * size);
  const curved = new Float64Array(curvature.length);
  const pair = new Float64Array(2);
  for (let start = 0; start < curvature.length; start += blockRows) {
    const end = Math.min(start + blockRows, curvature.length);
    for (let a = 0; a < size; a++) {
      for (let row = start; row < end; row++) curved[row] = curvature[row] * columns[a][row];
      let b = 0;
      for (; b < a; b += 2) {
        dotPair(curved, columns[b], columns[b + 1], start, end, pair);
        hessian[a * size + b] += pair[0];
        hessian[a * size + b + 1] += pair[1];
      }
      if (b === a) hessian[a * size + b] += dot(curved, columns[b], start, end);
    }
  }
  penalty.forEach((l2, column) => {
    hessian[column * size + column] += l2;
  });
  return hessian;
}

function factorAt(problem: LogisticProblem, { curvature }: LogisticState): CholeskyFactor {
  return cholesky(logisticHessian(problem, curvature), problem.columns.length);
}

function evaluate(problem: LogisticProblem, coefficients: Float64Array): LogisticState {
  const { columns, target, penalty, weight } = problem;
  const rows = target.length;
  const margin = new Float64Array(rows);
  const residual = new Float64Array(rows);
  const curvature = new Float64Array(rows);
  const gradient = coefficients.map((value, j) => penalty[j] * value);
  let loss = penalty.reduce((sum, l2, j) => sum + (l2 / 2) * coefficients[j] ** 2, 0);
  for (let start = 0; start < rows; start += blockRows) {
    const end = Math.min(start + blockRows, rows);
    for (let j = 0; j < columns.length; j++) addMultiple(margin, coefficients[j], columns[j], start, end);
    for (let row = start; row < end; row++) {
      const rowWeight = weight ? weight[row] : 1;
      const odds = Math.exp(-Math.abs(margin[row]));
      const probability = (margin[row] < 0 ? odds : 1) / (1 + odds);
      residual[row] = rowWeight * (probability - target[row]);
      curvature[row] = rowWeight * probability * (1 - probability);
      const softplus = Math.max(margin[row], 0) + Math.log1p(odds);
      loss += rowWeight * (softplus - target[row] * margin[row]);
    }
    for (let j = 0; j < columns.length; j++) gradient[j] += dot(residual, columns[j], start, end);
  }
  return { coefficients, loss, gradient, residual, curvature };
}

function addMultiple(sum: Float64Array, factor: number, column: Float64Array, start: number, end: number): void {
  for (let row = start; row < end; row++) sum[row] += factor * column[row];
}

function stepDown(problem: LogisticProblem, state: LogisticState, direction: Float64Array): LogisticState {
  const roundingNoise = 1e-12 * (1 + Math.abs(state.loss));
  for (let stepSize = 1; stepSize > 1e-6; stepSize /= 2) {
    const next = evaluate(
      problem,
      state.coefficients.map((value, j) => value - stepSize * direction[j]),
    );
    if (next.loss <= state.loss + roundingNoise) return next;
  }
  throw new RangeError('logistic regression: no step lowers the loss; is a column or a weight not finite?');
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector, 0, vector.length));
}

/** Four running sums instead of one: the additions no longer wait for each other, and rounding is spread. */
function dot(a: Float64Array, b: Float64Array, start: number, end: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let i = start;
  for (; i + 3 < end; i += 4) {
    sum0 += a[i] * b[i];
    sum1 += a[i + 1] * b[i + 1];
    sum2 += a[i + 2] * b[i + 2];
    sum3 += a[i + 3] * b[i + 3];
  }
  for (; i < end; i++) sum0 += a[i] * b[i];
  return sum0 + sum1 + (sum2 + sum3);
}

/** Two products with `a` for one reading of it: a third less time, and the same sums to the bit. */
function dotPair(a: Float64Array, b: Float64Array, c: Float64Array, start: number, end: number, out: Float64Array) {
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  let c0 = 0;
  let c1 = 0;
  let c2 = 0;
  let c3 = 0;
  let i = start;
  for (; i + 3 < end; i += 4) {
    b0 += a[i] * b[i];
    b1 += a[i + 1] * b[i + 1];
    b2 += a[i + 2] * b[i + 2];
    b3 += a[i + 3] * b[i + 3];
    c0 += a[i] * c[i];
    c1 += a[i + 1] * c[i + 1];
    c2 += a[i + 2] * c[i + 2];
    c3 += a[i + 3] * c[i + 3];
  }
  for (; i < end; i++) {
    b0 += a[i] * b[i];
    c0 += a[i] * c[i];
  }
  out[0] = b0 + b1 + (b2 + b3);
  out[1] = c0 + c1 + (c2 + c3);
}
