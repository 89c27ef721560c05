import { take } from '@applied-modeling/evaluation';
import {
  buildTrainingSet,
  compileFeatures,
  type TrainingSet as FeatureRows,
  featureColumn,
} from '@applied-modeling/feature-store';
import { takeFloats } from '@applied-modeling/gbm';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import { type ContactDesign, type Contacts, readContactDesign, weightOf } from '../contact-weights.ts';
import type { Ingested, TrainingSet } from '../domain.ts';
import { churnFeatures } from '../features.ts';
import { decidedAt, eligibility, isCollapse, isEligible, labelContract, maturesAfterDays, spineSql } from '../label.ts';
import { compareLabels } from '../label-comparison.ts';
import { Refusal } from '../refusal.ts';

/**
 * One row per eligible account and decision: features as known at the decision, the label as known 93 days later.
 *
 * Both clocks are applied in two places only: `features.sql` lets a feature see what was available at `decided_at`, `label.sql`
 * lets a label see what was available at `matures_at`. Rows whose account was contacted while the label ran say nothing about
 * an account nobody contacts: they get weight 0, and those that were listed but spared stand in for them.
 */
export async function features(ingested: Ingested): Promise<TrainingSet> {
  const { lake, calendar } = ingested;
  const decisions = calendar.decisionSteps.map(
    (week) => `(${week}, epoch_ms(${decidedAt(calendar, week)})::TIMESTAMPTZ)`,
  );
  await lake.run(
    `CREATE OR REPLACE TEMP TABLE decisions AS SELECT * FROM (VALUES ${decisions.join(', ')}) AS t(week, decided_at)`,
  );
  await lake.run(`CREATE OR REPLACE TEMP TABLE spine AS ${spineSql}`);
  const compiled = compileFeatures(churnFeatures, {
    spine: { relation: 'spine', keys: ['account_id', 'region'], carry: CARRIED },
    relation: ingested.relation,
  });
  const all = await buildTrainingSet(lake, compiled);
  const predecessors = await readPredecessors(ingested);
  const design = await readContactDesign(ingested);
  const { eligible, excluded } = chooseEligible(all);
  if (all.rowCount === 0)
    throw new Refusal('no account to score', [
      'accounts: no row is known at any decision; check signup_date and available_at',
    ]);
  if (eligible.length === 0) {
    throw new Refusal('no account is eligible', [
      `of ${all.rowCount} account-weeks none has ${eligibility.minimumTenureDays} days of history, ${eligibility.minimumBaselineDbuPerDay} DBU a day and steady usage; check dbu and signup_date`,
    ]);
  }
  return labelRows(ingested, all, eligible, predecessors, design, { compiled, excluded });
}

/** Columns of the spine that the join hands through. */
export const CARRIED = [
  'segment',
  'arr_usd',
  'week',
  'future_dbu_per_day',
  'times_spared',
  'closes_in_days',
  'was_contacted',
  'is_listed',
  'is_contacted',
  'is_paused',
  'is_expiring',
  'is_not_renewed',
];

/** Eligibility uses what is known at the decision and nothing else; what is learnt later censors or relabels, never drops. */
function chooseEligible(all: FeatureRows): { eligible: Uint32Array; excluded: Record<string, number> } {
  const tenure = featureColumn(all, 'tenure_days');
  const baseline = featureColumn(all, 'baseline_dbu_per_day');
  const ratio = featureColumn(all, 'usage_ratio_28_84');
  const rows: number[] = [];
  const hardlyUsed = `below ${eligibility.minimumBaselineDbuPerDay} DBU a day over ${labelContract.baselineDays} days`;
  const falling = `usage already falling (28/84-day ratio below ${eligibility.minimumUsageRatio28To84})`;
  const excluded = { [hardlyUsed]: 0, [falling]: 0 };
  for (let row = 0; row < all.rowCount; row++) {
    const account = { tenureDays: tenure[row], baselineDbuPerDay: baseline[row], usageRatio28To84: ratio[row] };
    if (isEligible(account)) rows.push(row);
    else excluded[baseline[row] >= eligibility.minimumBaselineDbuPerDay ? falling : hardlyUsed] += 1;
  }
  return { eligible: Uint32Array.from(rows), excluded };
}

function labelRows(
  { calendar }: Ingested,
  all: FeatureRows,
  eligible: Uint32Array,
  predecessors: ReadonlyMap<string, string>,
  design: ContactDesign,
  provenance: Pick<TrainingSet, 'compiled' | 'excluded'>,
): TrainingSet {
  const carried = (name: string) => all.carried[name] as Float64Array;
  const text = (values: readonly (string | null)[]) => mapRows(eligible, (row) => values[row] ?? 'unknown');
  const number = (values: Float64Array) => take(values, eligible);
  const baseline = featureColumn(all, 'baseline_dbu_per_day');
  const tenure = featureColumn(all, 'tenure_days');
  const accountId = text(all.spine.keys.account_id as readonly string[]);
  const decided = number(all.spine.decidedAt);
  const maturesAt = decided.map((at) => at + maturesAfterDays * MS_PER_DAY);
  const [isPaused, future] = [carried('is_paused'), carried('future_dbu_per_day')];
  const y = new Float32Array(eligible.length).map((_, index) => {
    const row = eligible[index];
    if (isPaused[row] === 1 || maturesAt[index] > calendar.now) return Number.NaN;
    return isCollapse(future[row], baseline[row]) ? 1 : 0;
  });
  return {
    ...provenance,
    rows: eligible.length,
    accountId,
    cluster: denseClusters(accountId, predecessors),
    week: Int32Array.from(number(carried('week'))),
    names: all.modelColumns,
    columns: all.modelColumns.map((name) => takeFloats(featureColumn(all, name), eligible)),
    y,
    weight: y.map((label, index) => (Number.isNaN(label) ? 0 : weightOf(contactsOf(all, eligible[index]), design))),
    maturesAt,
    arrUsd: number(carried('arr_usd')),
    slices: {
      segment: text(all.carried.segment as readonly (string | null)[]),
      tenure: mapRows(eligible, (row) => tenureBand(tenure[row])),
      region: text(all.spine.keys.region as readonly (string | null)[]),
    },
    labels: compareLabels(all),
    maxAvailableAtBySource: mapValues(all.maxAvailableAtBySource, number),
    maxEventTimeBySource: mapValues(all.maxEventTimeBySource, number),
    decidedAt: decided,
    fingerprint: all.fingerprint,
  };
}

function contactsOf(all: FeatureRows, row: number): Contacts {
  const carried = (name: string) => (all.carried[name] as Float64Array)[row];
  return {
    isContacted: carried('is_contacted') === 1,
    isListed: carried('is_listed') === 1,
    wasContacted: carried('was_contacted') === 1,
    timesSpared: carried('times_spared'),
  };
}

/** Successor id → the id the account had before, as known now. */
async function readPredecessors({ lake }: Ingested): Promise<ReadonlyMap<string, string>> {
  const migrations = await lake.query(
    "SELECT account_id, successor_account_id FROM account_events WHERE event = 'migration' AND successor_account_id IS NOT NULL",
  );
  const from = migrations.strings('account_id');
  return new Map(migrations.strings('successor_account_id').map((successor, index) => [successor, from[index]]));
}

function denseClusters(accountId: readonly string[], predecessors: ReadonlyMap<string, string>): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(accountId, (id) => {
    const first = predecessors.get(id) ?? id;
    const known = numbers.get(first);
    if (known !== undefined) return known;
    numbers.set(first, numbers.size);
    return numbers.size - 1;
  });
}

function mapRows(rows: Uint32Array, textOf: (row: number) => string): string[] {
  const out = new Array<string>(rows.length);
  for (let index = 0; index < rows.length; index++) out[index] = textOf(rows[index]);
  return out;
}

function tenureBand(days: number): string {
  if (days < 180) return 'under 180 days';
  return days < 730 ? '180 days to 2 years' : 'over 2 years';
}

function mapValues<V, W>(record: Readonly<Record<string, V>>, map: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
