import { modelMatrix } from '@applied-modeling/feature-store';
import { watchable } from '@applied-modeling/learned';
import { freshnessOf, type ScoredBatch, type StepsAsked, watchSteps } from '@applied-modeling/lifecycle';
import type { TrainingSet } from '../domain.ts';
import { machineFeatures } from '../features.ts';
import { maturesAfterDays } from '../label.ts';
import type { ScoringModel } from './8-score.ts';

/** What `VERB:monitor --replays 20` saved last; committed. */
export const REPLAYS_FILE = new URL('../../monitor.json', import.meta.url);

/**
 * The weeks after training, each scored as stage 8 scores it, with what became of the machines as far as that has matured. No
 * decision here acts on the world.
 */
export function monitor(
  set: TrainingSet,
  { booster, calibrator }: ScoringModel,
  { score, ...asked }: StepsAsked & { readonly score: (week: number) => ScoredBatch },
) {
  const weight = new Float32Array(set.rowCount).fill(1);
  const rows = { ...set, weight, step: set.week, decidedAt: set.spine.decidedAt };
  const watched = { ...asked, freshnessHours: freshnessOf(machineFeatures) };
  return {
    ...watchable(booster, calibrator, { names: set.modelColumns, columns: modelMatrix(set) }),
    maturesAfter: Math.ceil(maturesAfterDays / 7),
    steps: watchSteps(rows, watched, (_, week) => score(week)),
  };
}
