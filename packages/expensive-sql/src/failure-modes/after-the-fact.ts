import { concatRows } from '@applied-modeling/evaluation';
import { modelColumns } from '@applied-modeling/feature-store';
import type { CalibratedModel, Ingested, TrainingSet } from '../domain.ts';
import { type Judged, judgeRanking, trainOn } from './trial.ts';

/**
 * The column from after the fact. Careless: how long a query turned out to take, from its own row of the history, beside all
 * honest features. Offline every row has it. Live none has: the gateway asks before there is a row, and a column that was always
 * there is missing.
 */
export function afterTheFact(
  set: TrainingSet,
  { model, house, durationMs, seed }: { model: CalibratedModel; house: Judged; durationMs: Float64Array; seed: number },
) {
  const { fold, meanCpuSeconds } = model;
  const calibrate = concatRows(fold.stopping, fold.calibration);
  const honest = modelColumns(set);
  const withDuration = (column: Float32Array) => ({
    ...{ names: [...honest.names, 'total_duration_ms'], columns: [...honest.columns, column] },
  });
  const offline = withDuration(Float32Array.from(set.nth, (nth) => durationMs[nth]));
  const live = withDuration(new Float32Array(set.rowCount).fill(Number.NaN));
  const ranks = trainOn(set, offline, fold, seed);
  const judge = (served: typeof offline) =>
    judgeRanking(
      set,
      { ranking: ranks(offline), live: ranks(served) },
      { calibrate, judged: fold.test },
      meanCpuSeconds,
    );
  return { careless: { offline: judge(offline), live: judge(live) }, correct: { live: house } };
}

/** Of every statement in the order of submission, what its own row says it took, in milliseconds. */
export async function durationsOf({ lake }: Pick<Ingested, 'lake'>): Promise<Float64Array> {
  const found = await lake.query(
    `SELECT coalesce(total_duration_ms, 0)::DOUBLE AS duration FROM query_history ORDER BY start_time, statement_id`,
  );
  return Float64Array.from(found.numbers('duration'));
}
