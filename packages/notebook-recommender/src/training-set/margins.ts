import type { DMatrix } from '@applied-modeling/gbm';
import { predictLearned } from '@applied-modeling/learned';
import type { LearnedModel, SlateRows } from '../domain.ts';
import { asShown, placedAt } from './model-columns.ts';

/** Log-odds of some rows where they were shown, one a row: what is calibrated. */
export function marginsShown(set: SlateRows, model: LearnedModel, rows: Uint32Array): Float64Array {
  return marginsOf(model, asShown(set, rows));
}

/**
 * Log-odds of some rows if each stood first: what orders a slate, because of who stands where nothing is known before there is an
 * order.
 */
export function marginsServed(set: SlateRows, model: LearnedModel, rows: Uint32Array): Float64Array {
  return marginsPlaced(set, model, rows, new Float32Array(rows.length).fill(1));
}

/** Log-odds of some rows at given positions: what a slate promises once it has an order. */
export function marginsPlaced(set: SlateRows, model: LearnedModel, rows: Uint32Array, positions: ArrayLike<number>) {
  return marginsOf(model, placedAt(set, rows, positions));
}

function marginsOf({ learned }: LearnedModel, { featureNames, columns }: DMatrix): Float64Array {
  return predictLearned(learned, { names: featureNames, columns: columns as readonly Float32Array[] });
}
