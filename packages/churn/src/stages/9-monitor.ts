import type { ColumnReference, DriftReference } from '@applied-modeling/evaluation';
import { watchable } from '@applied-modeling/learned';
import { freshnessOf, type ScoredBatch, type Slice, type StepsAsked, watchSteps } from '@applied-modeling/lifecycle';
import type { FeatureRows, TrainingSet } from '../domain.ts';
import { newAccounts } from '../evaluation/new-accounts.ts';
import { churnFeatures } from '../features.ts';
import { maturesAfterDays } from '../label.ts';
import { takeModelColumns } from '../training-set/join-labels.ts';
import type { ScoringModel } from './8-score.ts';

/** What `churn:monitor --replays 20` saved last; committed. */
export const REPLAYS_FILE = new URL('../../monitor.json', import.meta.url);

/** Accounts grow older whatever happens: in every world in which nothing happened its drift passed the limit within half a year. */
const AGES = ['tenure_days'];

/** The signal that watches accounts in their first 90 days. */
export const NEW_ACCOUNTS_DRIFT = 'drift of new accounts';

/**
 * The weeks after training, each scored as stage 8 scores it, with what became of the accounts nobody contacted as far as that has
 * matured. No decision here acts on the world: the rule goes on contacting, and the model looks on.
 */
export function monitor(
  rows: FeatureRows,
  set: TrainingSet,
  model: ScoringModel & { readonly newAccounts: DriftReference },
  { score, ...asked }: StepsAsked & { readonly score: (rows: FeatureRows) => ScoredBatch },
) {
  const scored = (places: Uint32Array) =>
    score({ ...rows, eligible: Uint32Array.from(places, (at) => rows.eligible[at]) });
  const watched = { ...asked, freshnessHours: freshnessOf(churnFeatures) };
  return {
    ...watchable(model.booster, model.calibrator, { names: rows.modelColumns, columns: takeModelColumns(rows) }, AGES),
    maturesAfter: Math.ceil(maturesAfterDays / 7),
    slices: Object.fromEntries(model.newAccounts.columns.map((reference) => [NEW_ACCOUNTS_DRIFT, ofNew(reference)])),
    steps: watchSteps({ ...set, step: set.week }, watched, scored),
  };
}

function ofNew(reference: ColumnReference): Slice {
  const meaning =
    'population stability index of the chances of accounts in their first 90 days, eight weeks against calibration';
  return { ...newAccounts, reference, meaning, limit: 0.25 /* by custom an alarm */ };
}
