import { inverseCensoringWeights, take } from '@applied-modeling/evaluation';
import { type ColumnSet, type DMatrix, matrixAt } from '@applied-modeling/gbm';
import type { TrainingSet } from '../domain.ts';
import { labelContract } from '../label.ts';

/**
 * What each of some labelled rows stands for, so that queries that were cut short do not count as cheap, nor as never asked. How many
 * were, all queries of the same days tell: the rows themselves have lost them. The label of an expensive query is known as soon as it
 * passes the limit, that of another when it ends. By application, because somebody who watches a notebook is less patient than a
 * job.
 */
export function censoringWeights(set: TrainingSet, rows: Uint32Array): Float32Array {
  const { y, cpuSeconds, application } = set;
  const asked = sameDays(set, rows);
  const known = inverseCensoringWeights({
    amount: Float64Array.from(asked, (row) => (y[row] === 1 ? labelContract.expensiveCpuSeconds : cpuSeconds[row])),
    isKnown: Uint8Array.from(asked, (row) => Number(!Number.isNaN(y[row]))),
    stratum: Array.from(asked, (row) => application[row]),
  });
  const byRow = new Float32Array(set.rowCount);
  for (const [at, row] of asked.entries()) byRow[row] = known[at];
  return take(byRow, rows);
}

/** Rows that a chance is learnt from: labelled, and weighted for those they stand for. */
export function labelledRows(set: TrainingSet, read: ColumnSet, rows: Uint32Array): DMatrix {
  return { ...matrixAt(read, rows, { label: set.y }), weight: censoringWeights(set, rows) };
}

/** Every query of these days that somebody can read, whatever became of it. */
function sameDays({ day, kind, rowCount }: TrainingSet, rows: Uint32Array): Uint32Array {
  const days = new Set(take(day, rows));
  return Uint32Array.from({ length: rowCount }, (_, row) => row).filter(
    (row) => days.has(day[row]) && kind[row] === 'understood',
  );
}
