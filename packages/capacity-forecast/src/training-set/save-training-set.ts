import { saveArrow } from '@applied-modeling/feature-store';
import type { TrainingSet } from '../domain.ts';
import { hourQuantiles } from '../evaluation/cost.ts';

/**
 * Saves what the model is trained and judged on as one Arrow file, for notebooks, pandas and polars: one row per series and
 * planned week, with the structural forecast, what was provisioned and the level that would have been best beside the
 * features. The 168 hours stay behind: they are in the lake, and they would make the file ten times as large.
 */
export async function saveTrainingSet(path: string, set: TrainingSet): Promise<void> {
  await saveArrow(path, {
    rowCount: set.rows,
    spine: {
      keys: { series_id: Array.from(set.series, (series) => set.seriesIds[series]) },
      decidedAt: set.decidedAt,
    },
    carried: {
      week: Float64Array.from(set.week),
      anchor_nodes: Float64Array.from(set.anchor),
      provisioned_nodes: Float64Array.from(set.provisioned),
      best_nodes: hourQuantiles(set.demand),
      cloud: set.slices.cloud,
      region: set.slices.region,
    },
    names: set.names,
    columns: set.columns,
    fingerprint: set.fingerprint,
  });
}
