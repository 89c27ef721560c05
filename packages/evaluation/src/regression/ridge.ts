import { meanKnown } from '../mean-known.ts';
import { cholesky, choleskySolve } from './cholesky.ts';
import { holdIn, type Range, rangeOf } from './range.ts';
import { standardise } from './standardise.ts';

/** JSON-serialisable: intercept + Σ coefficient · (value − mean), in the units of the columns. */
export interface RidgeModel {
  readonly intercept: number;
  readonly inputs: readonly RidgeInput[];
}

interface RidgeInput {
  readonly name: string;
  /** Stands in for a missing value. */
  readonly mean: number;
  readonly coefficient: number;
  /** Of the values in training, where others are held in it. */
  readonly range?: Range | undefined;
}

/**
 * Ridge regression: least squares plus `l2` times the squared coefficients of the standardised columns, intercept unpenalised.
 * A missing value (NaN) counts as the mean of its column. On complete columns the predictions are those of sklearn's
 * `Ridge(alpha=l2)` behind a `StandardScaler`. Where it is held, a value beyond all those of training counts as the nearest of them.
 * Cost: rows × columns².
 */
export function fitRidge(
  columns: readonly ArrayLike<number>[],
  names: readonly string[],
  target: ArrayLike<number>,
  l2: number,
  { isHeld = false }: { readonly isHeld?: boolean } = {},
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
    inputs: inputs.map(({ mean, scale }, j) => ({
      ...{ name: names[j], mean, coefficient: coefficients[j] / scale },
      ...(isHeld && { range: rangeOf(columns[j]) }),
    })),
  };
}

/** Of rows given as the same columns, in the same order, as in training. */
export function predictRidge({ intercept, inputs }: RidgeModel, columns: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from({ length: columns[0].length }, (_, row) =>
    inputs.reduce((sum, input, j) => sum + effectOf(input, columns[j][row]), intercept),
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
  const effects = values.map((row) => row.map((value, j) => effectOf(inputs[j], value)));
  return { base: intercept, effects, values };
}

function effectOf({ mean, coefficient, range }: RidgeInput, value: number): number {
  return Number.isNaN(value) ? 0 : coefficient * (holdIn(range, value) - mean);
}

function dot(a: Float64Array, b: ArrayLike<number>): number {
  return a.reduce((sum, value, row) => sum + value * b[row], 0);
}
