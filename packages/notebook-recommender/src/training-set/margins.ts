import { modelColumns } from '@applied-modeling/feature-store';
import { predictLearned } from '@applied-modeling/learned';
import type { LearnedModel, SlateRows } from '../domain.ts';
import { asRead } from './line-columns.ts';
import { placedAt } from './model-columns.ts';

/** Log-odds of some rows where they were shown, one a row: what is calibrated. */
export function marginsShown(set: SlateRows, { learned }: LearnedModel, rows: Uint32Array): Float64Array {
  return predictLearned(learned, asRead(learned, modelColumns(set, rows)));
}

/**
 * Log-odds of some rows if each stood first: what orders a slate, because of who stands where nothing is known before there is an
 * order.
 */
export function marginsServed(set: SlateRows, model: LearnedModel, rows: Uint32Array): Float64Array {
  return marginsPlaced(set, model, rows, new Float32Array(rows.length).fill(1));
}

/** Log-odds of some rows at given positions: what a slate promises once it has an order. */
export function marginsPlaced(
  set: SlateRows,
  { learned }: LearnedModel,
  rows: Uint32Array,
  positions: ArrayLike<number>,
): Float64Array {
  return predictLearned(learned, asRead(learned, placedAt(set, rows, positions)));
}
