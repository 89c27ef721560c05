import { type ModelColumns, modelColumns } from '@applied-modeling/feature-store';
import type { SlateRows } from '../domain.ts';

/** Where a suggestion stood: the models learn it, and when they serve, everything stands first. Last of what they read. */
export const POSITION = 'position';

/** What they would read that do not know of a column. */
export function columnsWithout(set: SlateRows, left: string): ModelColumns {
  const names = set.modelColumns.filter((name) => name !== left);
  return modelColumns({ ...set, modelColumns: names });
}

/** Some rows as if each stood at some position, from 1. */
export function placedAt(set: SlateRows, rows: Uint32Array, positions: ArrayLike<number>): ModelColumns {
  const { names, columns } = modelColumns(set, rows);
  return { names, columns: columns.with(names.indexOf(POSITION), Float32Array.from(positions)) };
}
