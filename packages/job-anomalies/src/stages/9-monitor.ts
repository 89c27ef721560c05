import { featureColumn } from '@applied-modeling/feature-store';
import { watchable } from '@applied-modeling/learned';
import * as lifecycle from '@applied-modeling/lifecycle';
import type { PagingModel, TrainingSet } from '../domain.ts';
import { budgetOf } from '../evaluation/paging.ts';
import { jobFeatures } from '../features.ts';
import { maturesAfterDays } from '../label.ts';

/** What `jobs:monitor --replays 20` saved last; committed. */
export const REPLAYS_FILE = new URL('../../monitor.json', import.meta.url);

/** An age grows until every job has failed once; what a pool is like this week is an incident, and no drift. */
const NOT_WATCHED = ['hours_since_failure', 'pool_slowness_2h', 'pool_slowness_6h', 'pool_late_2h', 'pool_started_2h'];
/** Views of what is written whatever happens; a deploy, a review or a new job may not come for a week. */
const STREAMS = ['run', 'input', 'clock', 'past', 'pool', 'pool_now'];

/**
 * The days after training, paged as stage 8 pages (`batch`, over all rows), with what hindsight says of the runs as far as it can by
 * then. No page here changes a run: the rule goes on paging, and the model looks on. Days on which the books are closed are left out:
 * a few of a month, and unlike all others.
 */
export function monitor(
  set: TrainingSet,
  { booster, calibrator }: PagingModel,
  { batch, ...asked }: lifecycle.StepsAsked & { readonly batch: lifecycle.ScoredBatch },
) {
  const closesBooks = featureColumn(set, 'closes_books');
  const closing = new Set(set.day.filter((_, row) => closesBooks[row] === 1));
  const { perDay } = budgetOf(set, Uint32Array.from(set.day.keys()));
  const views = jobFeatures.views.filter(({ name }) => STREAMS.includes(name));
  const steps = lifecycle.watchSteps(
    { ...set, countsFor: set.weight, step: set.day, decidedAt: set.spine.decidedAt },
    {
      ...asked,
      steps: asked.steps.filter((day) => !closing.has(day)),
      freshnessHours: lifecycle.freshnessOf({ views }),
    },
    batch,
  );
  return {
    limits: {
      'expected events': 1 /* one team's incident doubles it for a week */,
      miscalibration: 0.65 /* nearly half or twice as many: in a fortnight a handful of incidents decide */,
      'lost precision': 0.35 /* a fortnight has some twenty pages */,
    },
    ...watchable(booster, calibrator, batch.read, NOT_WATCHED),
    maturesAfter: maturesAfterDays,
    steps: steps.map((step) => ({ ...step, own: ownFigures(step, perDay) })),
    own: {
      pages: { meaning: 'pages of a day against the budget, as a share', limit: 2, expected: 1, isLate: false },
      detection: { meaning: 'share of page-worthy runs paged for, against the first days', limit: 0.4, isLate: true },
    },
  };
}

function ownFigures({ batch, outcome }: lifecycle.WatchedStep, perDay: number) {
  const runOf = (runAtCheckpoint: string) => runAtCheckpoint.split('@')[0];
  const isWorthy = (row: number) => outcome?.label[row] === 1;
  const pages = batch.isChosen.filter((one) => one === 1).length;
  return { pages: pages / perDay, detection: lifecycle.shareChosen(batch, runOf, isWorthy) };
}
