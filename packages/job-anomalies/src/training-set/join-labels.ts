import { denseNumbers } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import type { RunRows, TrainingSet } from '../domain.ts';
import { type Hindsight, isPageWorthy, maturesAt, tierOf } from '../label.ts';

/** Training is a join: what was known at a checkpoint, and what hindsight says of the run. Scoring does without the second. */
export function joinLabels(rows: RunRows, hindsight: ReadonlyMap<number, Hindsight>): TrainingSet {
  const of = Array.from(rows.runId, (id) => hindsight.get(id));
  const tier = featureColumn(rows, 'tier');
  const minutes = Float64Array.from(of, (run) => run?.minutes ?? Number.NaN);
  const expectedMinutes = Float64Array.from(of, (run) => run?.expectedMinutes ?? Number.NaN);
  const excess = minutes.map((took, row) => took - expectedMinutes[row]);
  return {
    ...rows,
    ...{ minutes, expectedMinutes },
    y: Float32Array.from(excess, (over, row) =>
      Number.isNaN(over) ? Number.NaN : Number(isPageWorthy(over, tierOf(tier[row]))),
    ),
    maturesAt: rows.startedMs.map(maturesAt),
    cluster: denseNumbers(rows.jobId),
  };
}
