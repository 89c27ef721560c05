import {
  explainLogistic,
  explainRidge,
  type LogisticModel,
  predictLogistic,
  predictRidge,
  type RidgeModel,
} from '@applied-modeling/evaluation';
import { type Booster, explainRows, predictMargin } from '@applied-modeling/gbm';

/**
 * Boosted trees, a line in log-odds, or a line in the unit of what it learnt. Trees ship only where they beat the line by more than
 * noise, so everything that comes after training asks the same of either.
 */
export type Learned = Booster | LogisticModel | RidgeModel;

/** The columns it was fitted on, in their order: Float32, NaN where missing. */
export interface LearnedColumns {
  readonly names: readonly string[];
  readonly columns: readonly Float32Array[];
}

/** Whether it is trees, which have a learning curve and gains. */
export function isTrees(learned: Learned | null): learned is Booster {
  return learned !== null && 'trees' in learned;
}

/** What it says of each row: log-odds of a chance, or the quantity it learnt. */
export function predictLearned(learned: Learned, { names, columns }: LearnedColumns): Float64Array {
  if ('trees' in learned) return Float64Array.from(predictMargin(learned, { featureNames: names, columns }));
  return 'features' in learned ? predictLogistic(learned, columns) : predictRidge(learned, columns);
}

/** What each feature adds to what it says of chosen rows: by TreeSHAP, or coefficient times standardised value. */
export function explainLearned(learned: Learned, read: LearnedColumns, rows: Uint32Array) {
  if ('trees' in learned) return explainRows(learned, read, rows);
  return 'features' in learned
    ? explainLogistic(learned, read.columns, rows)
    : explainRidge(learned, read.columns, rows);
}

/** The columns, strongest first: by the mean absolute contribution to what it says of these rows. */
export function strongestColumns(learned: Learned, read: LearnedColumns, rows: Uint32Array): readonly string[] {
  const { effects } = explainLearned(learned, read, rows);
  const strength = read.names.map((_, j) => effects.reduce((sum, row) => sum + Math.abs(row[j]), 0));
  return [...read.names.keys()].sort((a, b) => strength[b] - strength[a]).map((j) => read.names[j]);
}
