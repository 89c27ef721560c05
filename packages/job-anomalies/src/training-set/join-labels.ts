import { denseNumbers } from '@applied-modeling/evaluation';
import { featureColumn, type TrainingSet as StoredRows } from '@applied-modeling/feature-store';
import type { TrainingSet } from '../domain.ts';
import { type Hindsight, isPageWorthy, maturesAt, tierOf } from '../label.ts';

/** Training is a join: what was known at a checkpoint, and what hindsight says of the run. Scoring does without the second. */
export function joinLabels(rows: StoredRows, hindsight: ReadonlyMap<number, Hindsight>): TrainingSet {
  const { keys } = rows.spine;
  const carried = (name: string) => rows.carried[name] as Float64Array;
  const runId = keys.run_id as Float64Array;
  const jobId = keys.job_id as readonly string[];
  const of = Array.from(runId, (id) => hindsight.get(id));
  const tier = featureColumn(rows, 'tier');
  const minutes = Float64Array.from(of, (run) => run?.minutes ?? Number.NaN);
  const expectedMinutes = Float64Array.from(of, (run) => run?.expectedMinutes ?? Number.NaN);
  const excess = minutes.map((took, row) => took - expectedMinutes[row]);
  return {
    ...rows,
    ...{ runId, jobId, minutes, expectedMinutes },
    pool: keys.compute_id as readonly (string | null)[],
    team: rows.carried.owner_team as readonly (string | null)[],
    day: Int32Array.from(carried('day')),
    startedMs: carried('started_ms'),
    multiple: carried('at_multiple'),
    weight: Float32Array.from(carried('weight')),
    y: Float32Array.from(excess, (over, row) =>
      Number.isNaN(over) ? Number.NaN : Number(isPageWorthy(over, tierOf(tier[row]))),
    ),
    maturesAt: carried('started_ms').map(maturesAt),
    cluster: denseNumbers(jobId),
  };
}
