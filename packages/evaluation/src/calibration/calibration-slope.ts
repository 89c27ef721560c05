import type { Interval } from '../interval.ts';
import { cholesky, choleskySolve } from '../regression/cholesky.ts';
import { type LogisticProblem, logisticHessian, logisticNewton } from '../regression/logistic-newton.ts';
import { standardise } from '../regression/standardise.ts';
import { assertRows, type Weights } from '../rows.ts';
import { logit, type Probabilities } from '../units.ts';

/** Coefficients with their 95 % intervals, estimate ± 1.96 standard errors. */
export type CalibrationSlope = {
  /** 1 is calibrated; below 1 the forecasts are too extreme (overfitting), above 1 too timid. */
  readonly slope: Interval;
  /** Intercept beside that slope; 0 is calibrated. */
  readonly intercept: Interval;
};

/** There is no finite slope, and why, as the end of a sentence: `no row has label 1`. */
export type NoSlope = { readonly why: string };

/**
 * Cox's recalibration: logistic regression of the label on logit(probability).
 *
 * The standard errors are the sandwich H⁻¹·M·H⁻¹ with M = Σ over clusters of s·sᵀ, s being the summed score of a cluster's
 * rows, times clusters / (clusters − 1). They hold under weights and under any dependence inside a cluster; without clusters
 * every row is its own.
 *
 * The regression has a finite optimum only where forecasts differ and the two outcomes overlap in them (Albert & Anderson 1984);
 * elsewhere Newton's method stops anywhere, and what it stops at is no slope. That is told as a value, of rows with weight.
 */
export function calibrationSlope({
  label,
  probability,
  weight,
  cluster,
}: {
  readonly label: ArrayLike<number>;
  readonly probability: Probabilities;
  readonly weight?: Weights | undefined;
  /** Cluster of every row; every row its own when left out. */
  readonly cluster?: ArrayLike<number> | undefined;
}): CalibrationSlope | NoSlope {
  assertRows('calibrationSlope', { label, probability, weight, cluster });
  const logits = Float64Array.from(probability, logit);
  const why = obstacle({ label, probability, weight, cluster });
  if (why) return { why };
  const { mean, scale, isConstant, standardised } = standardise(logits, weight);
  if (isConstant) return { why: SAME_FORECAST };
  const problem = {
    columns: [standardised, new Float64Array(logits.length).fill(1)],
    target: label,
    penalty: [0, 0],
    weight,
  };
  const combinations = [
    [1 / scale, 0],
    [-mean / scale, 1],
  ];
  try {
    const [slope, intercept] = robustFit(problem, cluster ?? Uint32Array.from(label, (_, row) => row), combinations);
    return { slope, intercept };
  } catch (failure) {
    if (failure instanceof RangeError) return { why: 'the two outcomes hardly overlap, and no optimum was found' };
    throw failure;
  }
}

const SAME_FORECAST = 'every row has the same forecast';

function obstacle({ label, probability, weight, cluster }: Parameters<typeof calibrationSlope>[0]): string | undefined {
  const of = { 0: { least: Infinity, most: -Infinity }, 1: { least: Infinity, most: -Infinity } };
  const clusters = new Set<number>();
  for (let row = 0; row < label.length; row++) {
    const forecast = probability[row];
    if (forecast === 0 || forecast === 1) return `row ${row} has forecast ${forecast}, whose log-odds are infinite`;
    if (weight && weight[row] === 0) continue;
    for (const outcome of [0, 1] as const) {
      if (label[row] === 1 - outcome) continue; // a label in between is a bit of both
      of[outcome].least = Math.min(of[outcome].least, forecast);
      of[outcome].most = Math.max(of[outcome].most, forecast);
    }
    clusters.add(cluster ? cluster[row] : row);
  }
  if (of[1].most < of[1].least) return 'no row has label 1';
  if (of[0].most < of[0].least) return 'no row has label 0';
  if (of[0].least === of[1].most && of[1].least === of[0].most) return SAME_FORECAST;
  if (of[1].least >= of[0].most) return 'no row of label 1 has a lower forecast than one of label 0';
  if (of[1].most <= of[0].least) return 'no row of label 1 has a higher forecast than one of label 0';
  if (clusters.size < 2) return 'all rows are of one cluster';
  return undefined;
}

/** Each wanted combination of the coefficients, with the sandwich's standard error of just that combination. */
function robustFit(
  problem: LogisticProblem,
  cluster: ArrayLike<number>,
  combinations: readonly (readonly number[])[],
): Interval[] {
  const { coefficients, residual, curvature } = logisticNewton(problem);
  const bread = cholesky(logisticHessian(problem, curvature), problem.columns.length);
  const scores = clusterScores(problem.columns, residual, cluster);
  return combinations.map((combination) => {
    const estimate = combination.reduce((sum, factor, k) => sum + factor * coefficients[k], 0);
    const breadRow = choleskySolve(bread, combination);
    // This times s, squared and summed over clusters, is the combination's variance in the sandwich.
    const variance = scores.reduce(
      (sum, score) => sum + score.reduce((s, value, k) => s + breadRow[k] * value, 0) ** 2,
      0,
    );
    const standardError = Math.sqrt((variance * scores.length) / (scores.length - 1));
    return { estimate, standardError, low: estimate - 1.96 * standardError, high: estimate + 1.96 * standardError };
  });
}

function clusterScores(columns: readonly Float64Array[], residual: Float64Array, cluster: ArrayLike<number>) {
  const scores = new Map<number, Float64Array>();
  for (let row = 0; row < residual.length; row++) {
    const score = scores.get(cluster[row]) ?? new Float64Array(columns.length);
    columns.forEach((column, j) => {
      score[j] += residual[row] * column[row];
    });
    scores.set(cluster[row], score);
  }
  return [...scores.values()];
}
