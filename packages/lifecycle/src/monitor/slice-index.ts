import { type ColumnReference, populationStabilityIndex } from '@applied-modeling/evaluation';
import type { ColumnsRead } from '../score/scored-batch.ts';
import type { WatchedStep } from './watched-step.ts';

/** Rows that are watched by themselves: what moves a small part of all rows moves hardly any index of all of them. */
export interface Slice {
  readonly column: string;
  /** Rows whose value of the column lies below it. */
  readonly below: number;
  /** A slice of one step may be too small to say anything, so that several are taken together. */
  readonly steps: number;
  /** How the chances of such rows were distributed when the model was new. */
  readonly reference: ColumnReference;
  /** Of the index. */
  readonly limit: number;
  /** What the rows are, for who reads a report of it. */
  readonly meaning: string;
}

/** Step by step, the stability index of the chances of a slice; NaN until as many steps have passed as are taken together. */
export function sliceIndex(steps: readonly WatchedStep[], slice: Slice): readonly number[] {
  const byStep = steps.map(({ batch: { read, probability } }) => {
    const values = columnOf(read, slice.column);
    return Array.from(probability).filter((_, row) => values[row] < slice.below);
  });
  return byStep.map((_, at) => {
    const newest = byStep.slice(Math.max(0, at + 1 - slice.steps), at + 1);
    return newest.length < slice.steps ? Number.NaN : populationStabilityIndex(slice.reference, newest.flat());
  });
}

/** The values of a column that was read. */
export function columnOf({ names, columns }: ColumnsRead, name: string): ArrayLike<number> {
  return columns[names.indexOf(name)];
}
