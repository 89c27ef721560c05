import { Refusal, type Tick } from '@applied-modeling/command';
import {
  buildTrainingSet,
  type CompiledFeatures,
  compileFeatures,
  type Door,
  featureColumn,
  type TrainingSet as StoredRows,
} from '@applied-modeling/feature-store';
import type { TableContract } from '@applied-modeling/lakehouse';
import type { Candidates } from '../candidates.ts';
import type { FeatureRows, Ingested } from '../domain.ts';
import { churnFeatures } from '../features.ts';
import { whyNotScored } from '../label.ts';

/**
 * One row per candidate, with what is known of the account at its decision: `features.sql` lets a feature see a row only if
 * it was available at `decided_at`. No label comes near this stage, so training, scoring and the audit's second reading call
 * it alike; the rows are ordered by account, region and decision.
 *
 * Another `door` than `as-of` is for the naive join alone.
 */
export async function features(
  { lake, relation }: Ingested,
  candidates: Candidates,
  door: Door = 'as-of',
  tick?: Tick,
): Promise<FeatureRows> {
  const theirs = (source: TableContract) => {
    const all = relation(source);
    if (all === undefined || !candidates.areFew || !isPerAccount(source)) return all;
    return `(SELECT * FROM ${all} WHERE account_id IN (SELECT account_id FROM ${candidates.relation}))`;
  };
  requireDefined();
  const compiled = compileCandidates(candidates.relation, theirs, door);
  const rows = await buildTrainingSet(lake, compiled, (done, total) => tick?.(done, total, 'tables'));
  if (rows.rowCount === 0)
    throw new Refusal('no account to score', [
      'accounts: no row is known at any decision; check signup_date and available_at',
    ]);
  return { ...rows, compiled, ...chooseEligible(rows) };
}

/** The point-in-time query of all features over a relation of candidates. */
export function compileCandidates(
  candidates: string,
  relation: Ingested['relation'],
  door: Door = 'as-of',
): CompiledFeatures {
  return compileFeatures(churnFeatures, {
    spine: { relation: candidates, keys: ['account_id', 'region'], carry: ['segment', 'arr_usd', 'week'] },
    relation,
    door,
  });
}

/** What eligibility, the label and the rule in use read, whether the model does or not. */
const READ_BY_RULES = ['tenure_days', 'baseline_dbu_per_day', 'usage_ratio_28_84', 'billed_ratio_7_84', 'tickets_28d'];

function requireDefined(): void {
  const missing = READ_BY_RULES.filter((name) => !churnFeatures.names.includes(name));
  if (missing.length === 0) return;
  throw new Refusal(`features.ts defines no ${missing.join(', no ')}`, [
    'eligibility, the label or the rule in use reads it; to keep it from the model, leave it out of modelColumns only',
  ]);
}

function isPerAccount({ columns }: TableContract): boolean {
  return columns.some(({ name }) => name === 'account_id');
}

function chooseEligible(rows: StoredRows): Pick<FeatureRows, 'eligible' | 'excluded'> {
  const read = ['tenure_days', 'baseline_dbu_per_day', 'usage_ratio_28_84', 'billed_ratio_7_84'];
  const [tenureDays, baselineDbuPerDay, usageRatio28To84, usageRatio7To84] = read.map((name) =>
    featureColumn(rows, name),
  );
  const excluded: Record<string, number> = {};
  const eligible: number[] = [];
  for (let row = 0; row < rows.rowCount; row++) {
    const why = whyNotScored({
      tenureDays: tenureDays[row],
      baselineDbuPerDay: baselineDbuPerDay[row],
      usageRatio28To84: usageRatio28To84[row],
      usageRatio7To84: usageRatio7To84[row],
    });
    if (why === undefined) eligible.push(row);
    else excluded[why] = (excluded[why] ?? 0) + 1;
  }
  if (eligible.length === 0) {
    throw new Refusal('no account is eligible', [
      ...Object.entries(excluded).map(([why, rows]) => `${rows} account-weeks: ${why}`),
      'check dbu and signup_date',
    ]);
  }
  return { eligible: Uint32Array.from(eligible), excluded };
}
