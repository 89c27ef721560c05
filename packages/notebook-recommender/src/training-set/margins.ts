import { predictLogistic } from '@applied-modeling/evaluation';
import { type DMatrix, predictMargin } from '@applied-modeling/gbm';
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

function marginsOf({ name, booster, logistic }: LearnedModel, matrix: DMatrix): Float64Array {
  if (booster) return Float64Array.from(predictMargin(booster, matrix));
  if (logistic) return predictLogistic(logistic, matrix.columns as readonly Float32Array[]);
  throw new TypeError(`${name}: neither trees nor a line; train one of them`);
}
