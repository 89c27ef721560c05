import { featureColumn } from '@applied-modeling/feature-store';
import { type ColumnSet, matrixAt } from '@applied-modeling/gbm';
import type { SlateRows } from '../domain.ts';

/** Where a suggestion stood: the models learn it, and when they serve, everything stands first. */
export const POSITION = 'position';

/** What the models read, `position` last. */
export function modelColumns(set: Pick<SlateRows, 'modelColumns' | 'names' | 'columns'>): ColumnSet {
  return { names: set.modelColumns, columns: set.modelColumns.map((name) => featureColumn(set as SlateRows, name)) };
}

/** Some rows as they were shown: what is learnt, and what a calibrator is held against. */
export function asShown(set: SlateRows, rows: Uint32Array) {
  return matrixAt(modelColumns(set), rows);
}

/** The same rows as if each stood at some position, from 1. */
export function placedAt(set: SlateRows, rows: Uint32Array, positions: ArrayLike<number>) {
  const shown = asShown(set, rows);
  const placed = new Float32Array(new SharedArrayBuffer(4 * rows.length));
  placed.set(positions);
  return {
    ...shown,
    columns: shown.columns.map((column, at) => (set.modelColumns[at] === POSITION ? placed : column)),
  };
}
