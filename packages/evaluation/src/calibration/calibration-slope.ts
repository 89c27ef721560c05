import type { Interval } from '../interval.ts';
import { cholesky, choleskySolve } from '../regression/cholesky.ts';
import { type LogisticProblem, logisticHessian, logisticNewton } from '../regression/logistic-newton.ts';
import { assertSameRows, type Weights } from '../rows.ts';
import { logit, type Probabilities } from '../units.ts';

/** Coefficients with their 95 % intervals, estimate ± 1.96 standard errors. */
export type CalibrationSlope = {
  /** 1 is calibrated; below 1 the forecasts are too extreme (overfitting), above 1 too timid. */
  readonly slope: Interval;
  /** Intercept beside that slope; 0 is calibrated. */
  readonly intercept: Interval;
  /** Calibration in the large: the intercept with the slope held at 1; above 0 the forecasts are too low on average. */
  readonly inTheLarge: Interval;
};

/**
 * Cox's recalibration: logistic regression of the label on logit(probability).
 *
 * The standard errors are the sandwich H⁻¹·M·H⁻¹ with M = Σ over clusters of s·sᵀ, s being the summed score of a cluster's
 * rows, times clusters / (clusters − 1). They hold under weights and under any dependence inside a cluster; without clusters
 * every row is its own. Probabilities of exactly 0 or 1 have no logit and throw.
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
}): CalibrationSlope {
  assertSameRows('calibrationSlope', { label, probability, weight, cluster });
  const logits = Float64Array.from(probability, (value, row) => {
    if (value > 0 && value < 1) return logit(value);
    throw new RangeError(
      `calibrationSlope: row ${row} has probability ${value}, whose logit is infinite; smooth it first`,
    );
  });
  const ones = new Float64Array(logits.length).fill(1);
  const clusterOf = cluster ?? Uint32Array.from(logits, (_, row) => row);
  const [slope, intercept] = robustFit(
    { columns: [logits, ones], target: label, penalty: [0, 0], weight, start: Float64Array.of(1, 0) },
    clusterOf,
  );
  const [inTheLarge] = robustFit({ columns: [ones], target: label, penalty: [0], weight, offset: logits }, clusterOf);
  return { slope, intercept, inTheLarge };
}

function robustFit(problem: LogisticProblem, cluster: ArrayLike<number>): Interval[] {
  const { coefficients, residual, curvature } = logisticNewton(problem);
  const size = problem.columns.length;
  const bread = cholesky(logisticHessian(problem, curvature), size);
  const scores = clusterScores(problem.columns, residual, cluster);
  return Array.from(coefficients, (estimate, j) => {
    const unit = Float64Array.from({ length: size }, (_, k) => Number(k === j));
    const breadRow = choleskySolve(bread, unit);
    // Row j of H⁻¹·s, squared and summed over clusters, is entry (j, j) of the sandwich.
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
