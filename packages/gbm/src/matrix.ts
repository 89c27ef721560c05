/**
 * A training or scoring matrix, column-major so that Arrow's Float32 columns are used without a copy.
 * NaN means missing, and no value is infinite. `label` has one finite value a row, `weight` one non-negative value a row.
 */
export interface DMatrix {
  readonly columns: readonly Float32Array[];
  readonly featureNames: readonly string[];
  readonly numRow: number;
  readonly label?: Float32Array;
  readonly weight?: Float32Array;
}

export interface LabelledMatrix extends DMatrix {
  readonly label: Float32Array;
}

/** Bare columns in training order, or columns with names, whose order is then checked against the model's. */
export type Features = readonly Float32Array[] | Pick<DMatrix, 'columns' | 'featureNames'>;

/** Asserts that a matrix can be trained or evaluated on; `subject` names it in the error. */
export function checkLabelled(matrix: DMatrix, subject: string): asserts matrix is LabelledMatrix {
  const { columns, featureNames, numRow, label, weight } = matrix;
  if (numRow < 1)
    throw new Error(`${subject}: found ${numRow} rows, expected at least 1; check the filter that made it`);
  if (columns.length < 1)
    throw new Error(`${subject}: found no columns, expected at least 1; check the selection of features`);
  if (columns.length !== featureNames.length) {
    throw new Error(
      `${subject}: found ${columns.length} columns and ${featureNames.length} feature names, expected as many of each; name every column`,
    );
  }
  columns.forEach((column, i) => {
    checkColumn(column, numRow, `${subject}: column ${featureNames[i]}`);
  });
  if (label === undefined) throw new Error(`${subject}: found no label, expected ${numRow} values; set label`);
  checkFloats(label, numRow, `${subject}: label`);
  checkEach(label, Number.isFinite, `${subject}: label`, 'a finite number', 'drop rows whose label is unknown');
  if (weight === undefined) return;
  checkFloats(weight, numRow, `${subject}: weight`);
  checkEach(
    weight,
    (w) => w >= 0 && w < Infinity,
    `${subject}: weight`,
    'a finite number >= 0',
    'give the row weight 0',
  );
  if (weight.every((w) => w === 0))
    throw new Error(`${subject}: weight: found only zeros, expected some weight; check the join`);
}

/** Throws for names that XGBoost refuses, so that whatever is trained here can be loaded there, and for empty ones. */
export function checkNewNames(names: readonly string[], subject: string): void {
  names.forEach((name, at) => {
    if (typeof name === 'string' && /^[^[\]<]+$/.test(name) && names.indexOf(name) === at) return;
    throw new Error(
      `${subject}: found feature name ${JSON.stringify(name)} at position ${at}, expected one that is not empty, not taken, and without [, ] and <, which XGBoost refuses; rename it`,
    );
  });
}

/** The columns of `features`, after checking them and their count and, where given, names against the model's. */
export function checkFeatures(features: Features, featureNames: readonly string[]): readonly Float32Array[] {
  const columns = 'columns' in features ? features.columns : features;
  if (columns.length !== featureNames.length) {
    throw new Error(
      `features: found ${columns.length} columns, expected ${featureNames.length}; pass the model's featureNames in order`,
    );
  }
  if ('columns' in features) checkNames(features.featureNames, featureNames);
  columns.forEach((column, i) => {
    checkColumn(column, columns[0].length, `features: column ${featureNames[i]}`);
  });
  return columns;
}

/** Throws at the first feature name that differs from the model's. */
export function checkNames(found: readonly string[], expected: readonly string[]): void {
  const at = expected.findIndex((name, i) => name !== found[i]);
  if (at === -1 && found.length === expected.length) return;
  const position = at === -1 ? expected.length : at;
  throw new Error(
    `features: found ${found[position]} at position ${position}, expected ${expected[position]}; order the columns as the model's featureNames`,
  );
}

/** Throws at the first value of `values` that breaks `holds`. */
export function checkEach(
  values: Float32Array,
  holds: (value: number) => boolean,
  subject: string,
  expected: string,
  nextStep: string,
): void {
  const row = values.findIndex((value) => !holds(value));
  if (row !== -1) throw new Error(`${subject}: found ${values[row]} at row ${row}, expected ${expected}; ${nextStep}`);
}

/** Throws unless a column is float32, as long as the others, and nowhere infinite: one rule for training, evaluation and prediction. */
export function checkColumn(column: Float32Array, numRow: number, subject: string): void {
  checkFloats(column, numRow, subject);
  for (let row = 0; row < numRow; row++) {
    if (Math.abs(column[row]) !== Infinity) continue;
    throw new Error(
      `${subject}: found ${column[row]} at row ${row}, expected a finite number or NaN for missing; clip it or make it NaN`,
    );
  }
}

/** The kernels read memory as float32: other numbers would be taken for what they are not. */
function checkFloats(values: Float32Array, numRow: number, subject: string): void {
  const kind = values instanceof Float32Array ? 'Float32Array' : Object.prototype.toString.call(values).slice(8, -1);
  if (kind !== 'Float32Array') {
    throw new Error(`${subject}: found values of kind ${kind}, expected Float32Array; copy them by Float32Array.from`);
  }
  if (values.length !== numRow) {
    throw new Error(`${subject}: found ${values.length} values, expected ${numRow}; slice it to the matrix's rows`);
  }
}
