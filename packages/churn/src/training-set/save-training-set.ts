import { saveArrow } from '@applied-modeling/feature-store';
import type { TrainingSet } from '../domain.ts';

/**
 * Saves what the model is trained and judged on as one Arrow file, for notebooks, pandas and polars: one row per eligible
 * account and decision, with its label, weight, week and slices beside the features. The clocks of the sources stay
 * behind: the audit has read them, and they would make the file half as large again.
 */
export async function saveTrainingSet(path: string, set: TrainingSet): Promise<void> {
  await saveArrow(path, {
    rowCount: set.rows,
    spine: { keys: { account_id: set.accountId }, decidedAt: set.decidedAt },
    carried: {
      week: Float64Array.from(set.week),
      cluster: Float64Array.from(set.cluster),
      label: Float64Array.from(set.y),
      weight: Float64Array.from(set.weight),
      arr_usd: set.arrUsd,
      segment: set.slices.segment,
      tenure: set.slices.tenure,
      region: set.slices.region,
    },
    names: set.names,
    columns: set.columns,
    fingerprint: set.fingerprint,
  });
}
