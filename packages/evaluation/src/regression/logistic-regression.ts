import { assertRows, type Weights, weightedMean } from '../rows.ts';
import { logit, type Margins } from '../units.ts';
import { logisticNewton } from './logistic-newton.ts';
import { holdIn, type Range, rangeOf } from './range.ts';
import { type Standardised, standardise } from './standardise.ts';

/** A standardised input, (value − mean) / scale, and its coefficient. */
export type LogisticTerm = { readonly mean: number; readonly scale: number; readonly coefficient: number };

/** One input column of a fitted model. `mean` doubles as the stand-in for a missing value. */
export type LogisticFeature = LogisticTerm & {
  readonly name: string;
  /** The 0/1 column "this value is missing"; null when training missed none, and a later gap then counts as the mean. */
  readonly missing: LogisticTerm | null;
  /** Of the values in training, where others are held in it. */
  readonly range?: Range | undefined;
};

export type LogisticOptions = {
  readonly weight?: Weights | undefined;
  readonly C?: number;
  /**
   * A column that hardly ever moves is scaled by this much at least. Otherwise the penalty all but spares it, and the one row that
   * differed says what the next one is.
   */
  readonly leastScale?: number | undefined;
  /** Whether a value beyond all those of training counts as the nearest of them. */
  readonly isHeld?: boolean;
  /** Whether the labels are pseudo-outcomes (`doublyRobustOutcomes`), which may leave [0, 1]; only their mean may not. */
  readonly isPseudo?: boolean;
};

/** JSON-serialisable. A coefficient is the change in log-odds for one standard deviation of its input. */
export type LogisticModel = {
  readonly intercept: number;
  readonly features: readonly LogisticFeature[];
  readonly C: number;
};

/**
 * L2-regularised logistic regression, the rung of the ladder below trees. Columns are standardised by their weighted mean
 * and population deviation; a missing value (NaN) becomes the mean, with an indicator column where training had any.
 *
 * `C` is sklearn's: the weight of the summed loss against ½·‖coefficients‖², intercept unpenalised, so a larger C penalises
 * less. On standardised complete columns the coefficients are those of `LogisticRegression(C=C)`.
 */
export function fitLogisticRegression(
  columns: readonly ArrayLike<number>[],
  names: readonly string[],
  label: ArrayLike<number>,
  { weight, C = 1, leastScale, isHeld = false, isPseudo = false }: LogisticOptions = {},
): LogisticModel {
  assertOnePerColumn('fitLogisticRegression', columns, names);
  assertRows('fitLogisticRegression', { [isPseudo ? 'actual' : 'label']: label, weight });
  const inputs = columns.map((column, j) => inputOf(names[j], column, label.length, { weight, leastScale }));
  const terms = inputs.flatMap(({ value, missing }) => (missing ? [value, missing] : [value]));
  const baseRate = weightedMean(label.length, (row) => label[row], weight);
  if (!(baseRate > 0 && baseRate < 1)) {
    throw new RangeError(`fitLogisticRegression: the base rate is ${baseRate}; both classes are needed`);
  }
  const { coefficients } = logisticNewton({
    columns: [new Float64Array(label.length).fill(1), ...terms.map((term) => term.standardised)],
    target: label,
    penalty: [0, ...terms.map(() => 1 / C)],
    weight,
    start: Float64Array.from([logit(baseRate), ...terms.map(() => 0)]),
  });
  const fitted = (term: Standardised): LogisticTerm => ({
    mean: term.mean,
    scale: term.scale,
    coefficient: coefficients[1 + terms.indexOf(term)],
  });
  const features = inputs.map(({ value, missing }, j) => ({
    name: names[j],
    ...fitted(value),
    missing: missing && fitted(missing),
    ...(isHeld && { range: rangeOf(columns[j]) }),
  }));
  return { intercept: coefficients[0], features, C };
}

/** Margins (log-odds) of rows given as the same columns, in the same order, as in training. */
export function predictLogistic(model: LogisticModel, columns: readonly ArrayLike<number>[]): Float64Array & Margins {
  assertOnePerColumn(
    'predictLogistic',
    columns,
    model.features.map(({ name }) => name),
  );
  const margin = new Float64Array(columns.length ? columns[0].length : 0).fill(model.intercept);
  model.features.forEach((feature, j) => {
    assertColumn('predictLogistic', feature.name, columns[j], margin.length);
    for (let row = 0; row < margin.length; row++) margin[row] += effectOf(feature, columns[j][row]);
  });
  return margin;
}

/**
 * What each feature adds to the margins of chosen rows: coefficient · standardised value, or what it counts for that the value is
 * missing. `base`, the intercept, plus a row's effects is its margin.
 */
export function explainLogistic(
  { intercept, features }: LogisticModel,
  columns: readonly ArrayLike<number>[],
  rows: Uint32Array,
) {
  const values = Array.from(rows, (row) => Float64Array.from(columns, (column) => column[row]));
  const effects = values.map((row) => row.map((value, j) => effectOf(features[j], value)));
  return { base: intercept, effects, values };
}

function effectOf({ mean, scale, coefficient, missing, range }: LogisticFeature, value: number): number {
  const isMissing = Number.isNaN(value);
  const ofValue = isMissing ? 0 : (coefficient * (holdIn(range, value) - mean)) / scale;
  return missing ? ofValue + (missing.coefficient * (Number(isMissing) - missing.mean)) / missing.scale : ofValue;
}

function inputOf(
  name: string,
  column: ArrayLike<number>,
  rows: number,
  { weight, leastScale }: Pick<LogisticOptions, 'weight' | 'leastScale'>,
) {
  assertColumn('fitLogisticRegression', name, column, rows);
  const isMissing = new Float64Array(rows);
  for (let row = 0; row < rows; row++) isMissing[row] = Number(Number.isNaN(column[row]));
  const missing = isMissing.includes(1) ? standardise(isMissing, weight, undefined, leastScale) : null;
  return { value: standardise(column, weight, isMissing, leastScale), missing };
}

/** One rule for training and prediction: a number, or NaN where it is missing. */
function assertColumn(subject: string, name: string, column: ArrayLike<number>, rows: number): void {
  if (column.length !== rows) {
    throw new RangeError(
      `${subject}: column ${name} has ${column.length} rows, expected ${rows}; give one entry per row`,
    );
  }
  for (let row = 0; row < rows; row++) {
    if (Math.abs(column[row]) !== Number.POSITIVE_INFINITY) continue;
    throw new RangeError(`${subject}: column ${name} is ${column[row]} at row ${row}; clip it, or use NaN for missing`);
  }
}

function assertOnePerColumn(subject: string, columns: readonly unknown[], names: readonly string[]): void {
  if (columns.length === names.length) return;
  throw new RangeError(`${subject}: ${columns.length} columns for ${names.length} names (${names.join(', ')})`);
}
