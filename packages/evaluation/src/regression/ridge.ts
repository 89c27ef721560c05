import { meanKnown } from '../mean-known.ts';
import { cholesky, choleskySolve } from './cholesky.ts';
import { standardise } from './standardise.ts';

/** JSON-serialisable: intercept + Σ coefficient · (value − mean), in the units of the columns. */
export interface RidgeModel {
  readonly intercept: number;
  /** `mean` stands in for a missing value. */
  readonly inputs: readonly { readonly name: string; readonly mean: number; readonly coefficient: number }[];
}

/**
 * Ridge regression: least squares plus `l2` times the squared coefficients of the standardised columns, intercept unpenalised.
 * A missing value (NaN) counts as the mean of its column. On complete columns the predictions are those of sklearn's
 * `Ridge(alpha=l2)` behind a `StandardScaler`. Cost: rows × columns².
 */
export function fitRidge(
  columns: readonly ArrayLike<number>[],
  names: readonly string[],
  target: ArrayLike<number>,
  l2: number,
): RidgeModel {
  const inputs = columns.map((column) =>
    standardise(
      column,
      undefined,
      Array.from(column, (value) => Number(Number.isNaN(value))),
    ),
  );
  const gram = new Float64Array(inputs.length ** 2);
  for (const [a, { standardised }] of inputs.entries()) {
    for (let b = 0; b <= a; b++) gram[a * inputs.length + b] = dot(standardised, inputs[b].standardised);
    gram[a * inputs.length + a] += l2;
  }
  const right = inputs.map(({ standardised }) => dot(standardised, target));
  const coefficients = choleskySolve(cholesky(gram, inputs.length), right);
  return {
    intercept: meanKnown(target),
    inputs: inputs.map(({ mean, scale }, j) => ({ name: names[j], mean, coefficient: coefficients[j] / scale })),
  };
}

/** Of rows given as the same columns, in the same order, as in training. */
export function predictRidge({ intercept, inputs }: RidgeModel, columns: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from({ length: columns[0].length }, (_, row) =>
    inputs.reduce((sum, { mean, coefficient }, j) => {
      const value = columns[j][row];
      return Number.isNaN(value) ? sum : sum + coefficient * (value - mean);
    }, intercept),
  );
}

/**
 * What each feature adds to the predictions of chosen rows: coefficient · (value − mean), 0 where the value is missing. `base`,
 * the intercept, plus a row's effects is its prediction.
 */
export function explainRidge(
  { intercept, inputs }: RidgeModel,
  columns: readonly ArrayLike<number>[],
  rows: Uint32Array,
) {
  const values = Array.from(rows, (row) => Float64Array.from(columns, (column) => column[row]));
  const effects = values.map((row) =>
    row.map((value, j) => (Number.isNaN(value) ? 0 : inputs[j].coefficient * (value - inputs[j].mean))),
  );
  return { base: intercept, effects, values };
}

function dot(a: Float64Array, b: ArrayLike<number>): number {
  return a.reduce((sum, value, row) => sum + value * b[row], 0);
}
