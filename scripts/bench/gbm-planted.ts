import { type Booster, train } from '../../packages/gbm/src/index.ts';

/** The features of a planted booster. */
export const FEATURES = 40;

/** Uniform values, a share of them missing. */
export function makeColumns(rows: number, missing: number): Float32Array[] {
  let state = 3;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' linear congruential generator
    return (state >>> 8) / 2 ** 24;
  };
  return Array.from({ length: FEATURES }, () =>
    Float32Array.from({ length: rows }, () => (uniform() < missing ? NaN : uniform())),
  );
}

/**
 * 300 trees of depth 6, to be served. Every feature matters a little and the first two together, so that trees grow full and ask
 * for a feature twice. From a chance of a half on, whose log-odds are 0 in every engine to the last bit.
 */
export function trainOn(columns: readonly Float32Array[]): Booster {
  const numRow = columns[0].length;
  const label = Float32Array.from({ length: numRow }, (_, row) => {
    const value = (feature: number) => columns[feature][row] || 0.5;
    const sum = columns.reduce((total, _, feature) => total + value(feature) - 0.5, 0);
    return sum + Number(value(0) > 0.5 !== value(1) > 0.3) > 0.5 ? 1 : 0;
  });
  const dtrain = { columns, featureNames: columns.map((_, i) => `f${i}`), numRow, label };
  const params = { objective: 'binary:logistic', base_score: 0.5, max_depth: 6, eta: 0.1 } as const;
  return train(params, dtrain, { numBoostRound: 300 });
}

/** Row by row, as numpy and ONNX have them. */
export function rowMajor(columns: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(columns.length * columns[0].length);
  columns.forEach((column, feature) => {
    for (let row = 0; row < column.length; row++) values[row * columns.length + feature] = column[row];
  });
  return values;
}
