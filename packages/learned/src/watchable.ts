import { applyCalibrator, type Calibrator, type LogisticModel } from '@applied-modeling/evaluation';
import type { Booster } from '@applied-modeling/gbm';
import { predictLearned, strongestColumns } from './learned.ts';

/** Columns that a monitor watches: the strongest say nearly all there is to say. */
const WATCHED = 10;
/** Rows by which they are ranked. */
const RANKED_BY = 500;

/** Of a batch, as it was scored. */
interface Columns {
  readonly names: readonly string[];
  readonly columns: readonly ArrayLike<number>[];
}

/** What a monitor asks of a calibrated chance: its strongest columns, but for those left out, and what it says of rows. */
export function watchable(
  learned: Booster | LogisticModel,
  calibrator: Calibrator,
  { names, columns }: Columns,
  leftOut: readonly string[] = [],
) {
  const first = Uint32Array.from({ length: Math.min(RANKED_BY, columns[0].length) }, (_, row) => row);
  return {
    watched: strongestColumns(learned, float32(names, columns), first)
      .filter((name) => !leftOut.includes(name))
      .slice(0, WATCHED),
    chanceOf: (read: Columns) =>
      applyCalibrator(calibrator, predictLearned(learned, float32(read.names, read.columns))),
  };
}

function float32(names: readonly string[], columns: readonly ArrayLike<number>[]) {
  return {
    names,
    columns: columns.map((column) => (column instanceof Float32Array ? column : Float32Array.from(column))),
  };
}
