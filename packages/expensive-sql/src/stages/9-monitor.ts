import { meanKnown } from '@applied-modeling/evaluation';
import { featureColumn, modelColumns } from '@applied-modeling/feature-store';
import { watchable } from '@applied-modeling/learned';
import { freshnessOf, type ScoredBatch, type StepsAsked, watchSteps } from '@applied-modeling/lifecycle';
import type { ServedModel, TrainingSet } from '../domain.ts';
import { queryFeatures } from '../features.ts';
import { maturesAfterDays } from '../label.ts';
import { censoringWeights } from '../training-set/censoring.ts';

/** What `sql:monitor --replays 20` saved last; committed. */
export const REPLAYS_FILE = new URL('../../monitor.json', import.meta.url);

/**
 * The days after training, each query decided as stage 8 decides it (`batch`, over all rows), with what it turned out to cost. No
 * decision here moves a query: the rule goes on routing, and the model looks on.
 */
export function monitor(
  set: TrainingSet,
  { chance, calibrator }: ServedModel,
  { batch, ...asked }: StepsAsked & { readonly batch: ScoredBatch },
) {
  const weight = censoringWeights(set, Uint32Array.from(set.day.keys()));
  const rows = { ...set, weight, step: set.day, decidedAt: set.spine.decidedAt };
  const steps = watchSteps(rows, { ...asked, freshnessHours: freshnessOf(queryFeatures) }, batch);
  const isUnseen = featureColumn(set, 'hours_since_template').map((hours) => Number(Number.isNaN(hours)));
  const unseenOn = (day: number) => meanKnown(isUnseen.filter((_, row) => set.day[row] === day));
  return {
    limits: {
      'feature drift': 0.4 /* a small catalogue has thirty tables: one that grows is no drift of queries */,
      'expected events': 1 /* one costly template comes or goes */,
    },
    ...watchable(chance, calibrator, modelColumns(set)),
    maturesAfter: maturesAfterDays,
    steps: steps.map((step) => ({ ...step, own: { 'unseen templates': unseenOn(step.step) } })),
    own: {
      'unseen templates': {
        meaning: 'share of queries whose template no log has seen, against the first days',
        ...{ limit: 0.05, isLate: false },
      },
    },
  };
}
