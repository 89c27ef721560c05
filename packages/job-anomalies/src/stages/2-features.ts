import { Refusal, type Tick } from '@applied-modeling/command';
import { buildTrainingSet, compileFeatures, type Door } from '@applied-modeling/feature-store';
import type { TableContract } from '@applied-modeling/lakehouse';
import { type Candidates, checkpoints, runs, starts } from '../candidates.ts';
import type { Ingested, RunRows } from '../domain.ts';
import { jobFeatures } from '../features.ts';

/**
 * One row per run and checkpoint, with what had landed by then: of its job, of its pool, of its input, of the code. No label comes
 * near this stage. Another `door` than `as-of` is for the planted leak alone.
 */
export async function features(
  { lake, relation }: Ingested,
  { relation: asked }: Candidates,
  door: Door = 'as-of',
  tick?: Tick,
): Promise<RunRows> {
  const made: readonly TableContract[] = [runs, starts, checkpoints];
  const compiled = compileFeatures(jobFeatures, {
    spine: {
      relation: asked,
      keys: ['job_id', 'compute_id', 'run_id', 'hour_of_week'],
      carry: ['owner_team', 'at_multiple', 'day', 'started_ms', 'weight'],
    },
    relation: (source) => (made.includes(source) ? source.name : relation(source)),
    door,
  });
  const rows = await buildTrainingSet(lake, compiled, (done, total) => tick?.(done, total, 'tables'));
  if (rows.rowCount === 0)
    throw new Refusal('no run to decide about', [
      'job_run_timeline: no job has three runs that ended; bring more days',
    ]);
  const { keys } = rows.spine;
  const carried = (name: string) => rows.carried[name] as Float64Array;
  return {
    ...rows,
    runId: keys.run_id as Float64Array,
    jobId: keys.job_id as readonly string[],
    pool: keys.compute_id as readonly (string | null)[],
    team: rows.carried.owner_team as readonly (string | null)[],
    day: Int32Array.from(carried('day')),
    startedMs: carried('started_ms'),
    multiple: carried('at_multiple'),
    weight: Float32Array.from(carried('weight')),
  };
}
