import { driftReference, populationStabilityIndex } from '@applied-modeling/evaluation';
import type { ColumnsRead } from '../score/scored-batch.ts';
import type { Watch } from './watched-step.ts';

/** Rows that are watched by themselves. A slice of one step is too small to say anything, so that several steps are taken together. */
export interface Slice {
  readonly column: string;
  /** Rows whose value of the column lies below it. */
  readonly below: number;
  readonly steps: number;
  readonly bins: number;
}

/**
 * Step by step, the stability index of the chances of a slice against those of the same slice when the model was new; NaN until as
 * many steps have passed as are taken together. What moves a small part of the rows moves hardly any index of all of them.
 */
export function sliceIndex({ chanceOf, steps }: Watch, whenNew: ColumnsRead, slice: Slice): readonly number[] {
  const inSlice = (read: ColumnsRead, chances: ArrayLike<number>) => {
    const values = columnOf(read, slice.column);
    return Array.from(chances).filter((_, row) => values[row] < slice.below);
  };
  const byStep = steps.map(({ batch }) => inSlice(batch.read, batch.probability));
  const { columns } = driftReference([inSlice(whenNew, chanceOf(whenNew, steps[0].step))], ['chance'], {
    bins: slice.bins,
  });
  return byStep.map((_, at) => {
    const newest = byStep.slice(Math.max(0, at + 1 - slice.steps), at + 1);
    return newest.length < slice.steps ? Number.NaN : populationStabilityIndex(columns[0], newest.flat());
  });
}

/** The values of a column that was read. */
export function columnOf({ names, columns }: ColumnsRead, name: string): ArrayLike<number> {
  return columns[names.indexOf(name)];
}
