/**
 * A training or scoring matrix, column-major so that Arrow's Float32 columns are used without a copy.
 * NaN means missing, and no value is infinite. `label` has one finite value a row, `weight` one non-negative value a row, or a
 * group where there are groups.
 */
export interface DMatrix {
  readonly columns: readonly Float32Array[];
  readonly featureNames: readonly string[];
  readonly numRow: number;
  readonly label?: Float32Array;
  readonly weight?: Float32Array;
  /** For rank:ndcg: the sizes of the groups (requests, queries) that the rows make up in turn; they add up to numRow. */
  readonly group?: Uint32Array;
}

export interface LabelledMatrix extends DMatrix {
  readonly label: Float32Array;
}

/** Bare columns in training order, or columns with names, whose order is then checked against the model's. */
export type Features = readonly Float32Array[] | Pick<DMatrix, 'columns' | 'featureNames'>;

/** Asserts that a matrix can be trained or evaluated on; `subject` names it in the error. */
export function checkLabelled(matrix: DMatrix, subject: string): asserts matrix is LabelledMatrix {
  const { columns, featureNames, numRow, label, weight, group } = matrix;
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
  if (group !== undefined) checkGroups(group, numRow, `${subject}: group`);
  if (weight === undefined) return;
  const unit = group === undefined ? 'row' : 'group';
  checkFloats(weight, group?.length ?? numRow, `${subject}: weight`, `give one a ${unit}`);
  checkEach(
    weight,
    (w) => w >= 0 && w < Infinity,
    `${subject}: weight`,
    'a finite number >= 0',
    `give the ${unit} weight 0`,
    unit,
  );
  if (weight.every((w) => w === 0))
    throw new Error(`${subject}: weight: found only zeros, expected some weight; check the join`);
}

function checkGroups(sizes: Uint32Array, numRow: number, subject: string): void {
  checkKind(sizes, 'Uint32Array', subject);
  const empty = sizes.indexOf(0);
  if (empty !== -1) throw new Error(`${subject}: found 0 rows in group ${empty}, expected at least 1; leave it out`);
  const sum = sizes.reduce((rows, size) => rows + size, 0);
  if (sum === numRow) return;
  throw new Error(
    `${subject}: found ${sizes.length} groups of ${sum} rows in all, expected ${numRow}; give the size of each group`,
  );
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
  unit = 'row',
): void {
  const at = values.findIndex((value) => !holds(value));
  if (at !== -1) throw new Error(`${subject}: found ${values[at]} at ${unit} ${at}, expected ${expected}; ${nextStep}`);
}

/** Throws unless a column is float32, as long as the others, and nowhere infinite: one rule for training, evaluation and prediction. */
export function checkColumn(column: Float32Array, numRow: number, subject: string): void {
  checkFloats(column, numRow, subject);
  const row = Math.max(column.indexOf(Infinity), column.indexOf(-Infinity));
  if (row === -1) return;
  throw new Error(
    `${subject}: found ${column[row]} at row ${row}, expected a finite number or NaN for missing; clip it or make it NaN`,
  );
}

/** The kernels read memory as float32: other numbers would be taken for what they are not. */
function checkFloats(values: Float32Array, count: number, subject: string, nextStep = NEXT_STEP): void {
  checkKind(values, 'Float32Array', subject);
  if (values.length !== count) {
    throw new Error(`${subject}: found ${values.length} values, expected ${count}; ${nextStep}`);
  }
}

const NEXT_STEP = "slice it to the matrix's rows";

function checkKind(values: Float32Array | Uint32Array, expected: string, subject: string): void {
  const kind = Object.prototype.toString.call(values).slice(8, -1);
  if (kind === expected) return;
  throw new Error(`${subject}: found values of kind ${kind}, expected ${expected}; copy them by ${expected}.from`);
}
