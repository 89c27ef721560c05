import { chanceOfTreatment, denseNumbers, take, untreatedWeight } from '@applied-modeling/evaluation';
import { featureColumn, modelMatrix } from '@applied-modeling/feature-store';
import { takeFloats } from '@applied-modeling/gbm';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import type { FeatureRows, Ingested, TrainingSet } from '../domain.ts';
import { compareLabels } from '../evaluation/label-comparison.ts';
import { isCollapse, type Labels, maturesAfterDays } from '../label.ts';
import { drawOf, readContactDesign } from './contact-weights.ts';

/**
 * The training set is a join: features as known at the decision, labels as known 93 days later, of the same candidates.
 * Scoring stops before it.
 *
 * Of the candidates the eligible ones stay. A label is NaN while it has not matured or a pause hides it. Rows whose account
 * was contacted while the label ran say nothing about an account nobody contacts: they get weight 0, and those that were
 * listed but spared stand in for them.
 */
export async function joinLabels(ingested: Ingested, rows: FeatureRows, labels: Labels): Promise<TrainingSet> {
  requireSameCandidates(rows, labels);
  const { eligible, compiled, excluded, fingerprint } = rows;
  const design = await readContactDesign(ingested);
  const predecessors = await readPredecessors(ingested);
  const text = (values: unknown) => Array.from(eligible, (row) => (values as (string | null)[])[row] ?? 'unknown');
  const number = (values: unknown) => take(values as Float64Array, eligible);
  const bySource = (clocks: Readonly<Record<string, Float64Array>>) =>
    Object.fromEntries(Object.entries(clocks).map(([source, times]) => [source, number(times)]));
  const [baseline, tenure] = [featureColumn(rows, 'baseline_dbu_per_day'), featureColumn(rows, 'tenure_days')];
  const accountId = text(rows.spine.keys.account_id);
  const decidedAt = number(rows.spine.decidedAt);
  const maturesAt = decidedAt.map((at) => at + maturesAfterDays * MS_PER_DAY);
  const y = new Float32Array(eligible.length).map((_, index) => {
    const row = eligible[index];
    if (labels.is_paused[row] === 1 || maturesAt[index] > ingested.calendar.now) return Number.NaN;
    return isCollapse(labels.future_dbu_per_day[row], baseline[row]) ? 1 : 0;
  });
  return {
    rows: eligible.length,
    accountId,
    cluster: denseNumbers(accountId.map((id) => predecessors.get(id) ?? id)),
    week: Int32Array.from(number(rows.carried.week)),
    names: rows.modelColumns,
    columns: takeModelColumns(rows),
    ruleInputs: {
      tickets_28d: takeFloats(featureColumn(rows, 'tickets_28d'), eligible),
      usage_ratio_28_84: takeFloats(featureColumn(rows, 'usage_ratio_28_84'), eligible),
    },
    y,
    weight: y.map((label, index) =>
      Number.isNaN(label) ? 0 : untreatedWeight(design, drawOf(labels, eligible[index])),
    ),
    lottery: {
      isContacted: Float32Array.from(take(labels.is_contacted_now, eligible)),
      contactChance: Float32Array.from(eligible, (row) => chanceOfTreatment(design, drawOf(labels, row))),
    },
    maturesAt,
    arrUsd: number(rows.carried.arr_usd),
    slices: {
      segment: text(rows.carried.segment),
      tenure: Array.from(eligible, (row) => tenureBand(tenure[row])),
      region: text(rows.spine.keys.region),
    },
    labels: compareLabels(rows, labels),
    maxAvailableAtBySource: bySource(rows.maxAvailableAtBySource),
    maxEventTimeBySource: bySource(rows.maxEventTimeBySource),
    decidedAt,
    fingerprint,
    compiled,
    excluded,
  };
}

/** What a model sees of some rows, in shared memory: a column a feature. */
export function takeModelColumns(rows: FeatureRows, at: Uint32Array = rows.eligible): readonly Float32Array[] {
  return modelMatrix(rows).map((column) => takeFloats(column, at));
}

function requireSameCandidates(rows: FeatureRows, labels: Labels): void {
  const labelled = labels.decided_at.length;
  if (labelled === rows.rowCount && labels.decided_at.every((at, row) => at === rows.spine.decidedAt[row])) return;
  throw new RangeError(
    `training set: ${rows.rowCount} rows of features and ${labelled} labels, expected those of the same candidates; is account_id unique in accounts?`,
  );
}

/** Successor id → the id the account had before, as known now. */
async function readPredecessors({ lake }: Ingested): Promise<ReadonlyMap<string, string>> {
  const migrations = await lake.query(
    "SELECT account_id, successor_account_id FROM account_events WHERE event = 'migration' AND successor_account_id IS NOT NULL",
  );
  const from = migrations.strings('account_id');
  return new Map(migrations.strings('successor_account_id').map((successor, index) => [successor, from[index]]));
}

function tenureBand(days: number): string {
  if (days < 180) return 'under 180 days';
  return days < 730 ? '180 days to 2 years' : 'over 2 years';
}
