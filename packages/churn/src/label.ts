import { readSql } from '@applied-modeling/lakehouse';
import { MS_PER_HOUR, MS_PER_WEEK } from '@applied-modeling/synthetic';
import type { Candidates } from './candidates.ts';
import type { Ingested } from './domain.ts';

/**
 * The label as an executable contract: an account scored on day t collapses when its mean usage over [t + 60, t + 88) falls
 * below 30 % of its seasonally adjusted baseline at t. The prompt says "churn"; this is what that word means here.
 *
 * Rejected: non-renewal (known once a year), account closure (recorded months after the customer has left), and "no login
 * for 30 days" (a pipeline customer never logs in). The run compares the first two with this one.
 *
 * The date a label matures follows from the contract, and the gap of the split follows from that date.
 */
export const labelContract = {
  event: 'mean daily DBU falls below collapseRatio of the baseline',
  leadDays: 60 /* a customer success manager needs two months to act */,
  windowDays: 28 /* whole weeks, so weekdays cancel */,
  correctionDays: 5 /* billing restates usage for up to five days */,
  collapseRatio: 0.3,
  baselineDays: 84 /* or the account's tenure, if shorter */,
} as const;

/** Monday 06:00 UTC: the nightly loads are in, and a manager finds the list when the week begins. `epoch` is Monday 00:00 of week 0. */
export function decidedAt({ epoch }: { readonly epoch: number }, week: number): number {
  return epoch + week * MS_PER_WEEK + 6 * MS_PER_HOUR;
}

/** t + 93 days: by then the label of a decision at t is known, but for the rare row that is both late and corrected. */
export const maturesAfterDays = labelContract.leadDays + labelContract.windowDays + labelContract.correctionDays;

/** A label acts, or can be spoilt by an action, until the end of its window: t + 88 days. */
export const labelEndsAfterDays = labelContract.leadDays + labelContract.windowDays;

/**
 * Who is scored at all, from what is known at t: otherwise we would "predict" what has already happened. Four weeks of usage
 * show a decline; an account that stopped last week still has three good ones in them, and only its last week gives it away.
 */
export const eligibility = {
  minimumTenureDays: 28,
  minimumBaselineDbuPerDay: 1,
  minimumUsageRatio28To84: 0.7 /* a lower ratio is a collapse under way */,
  minimumUsageRatio7To84: labelContract.collapseRatio /* late billing hides four days of seven at most */,
} as const;

type Usage = Readonly<Record<'usageRatio28To84' | 'usageRatio7To84', number>>;
type Account = Usage & Readonly<Record<'tenureDays' | 'baselineDbuPerDay', number>>;

/** Why an account is not scored; undefined where it is. What is unknown is not scored. */
export function whyNotScored({ tenureDays, baselineDbuPerDay, ...usage }: Account): string | undefined {
  const { minimumTenureDays, minimumBaselineDbuPerDay } = eligibility;
  if (!(tenureDays >= minimumTenureDays)) return `fewer than ${minimumTenureDays} days of history`;
  if (!(baselineDbuPerDay >= minimumBaselineDbuPerDay))
    return `below ${minimumBaselineDbuPerDay} DBU a day over ${labelContract.baselineDays} days`;
  return whyUnsteady(usage);
}

/** Whether it had left, or was leaving, before anybody decided; both ratios as billed by then. */
export function whyUnsteady({ usageRatio28To84, usageRatio7To84 }: Usage): string | undefined {
  const { minimumUsageRatio28To84, minimumUsageRatio7To84 } = eligibility;
  if (!(usageRatio7To84 >= minimumUsageRatio7To84))
    return `usage has stopped (7/84-day ratio below ${minimumUsageRatio7To84})`;
  if (!(usageRatio28To84 >= minimumUsageRatio28To84))
    return `usage is falling (28/84-day ratio below ${minimumUsageRatio28To84})`;
  return undefined;
}

/** 1 when usage collapsed; both arguments in seasonally adjusted DBU a day. */
export function isCollapse(futureDbuPerDay: number, baselineDbuPerDay: number): boolean {
  return futureDbuPerDay < labelContract.collapseRatio * baselineDbuPerDay;
}

const LABEL_COLUMNS = [
  'future_dbu_per_day' /* mean over the window, seasonally adjusted */,
  'closes_in_days' /* NaN where the account does not close within the window */,
  'is_not_renewed' /* a commitment ends within the window and none follows */,
  'is_paused' /* a pause reaches into the label's days: the row stays, its label is unknown */,
  'was_contacted' /* by the watch-list before the decision; then the account is not in the holdout */,
  'times_spared' /* listed before the decision and not contacted */,
  'is_listed' /* on the watch-list while the label ran */,
  'is_contacted' /* and contacted */,
  'is_contacted_now' /* listed on the day of the decision, an hour after it, and contacted; NaN where not listed */,
  'decided_at' /* milliseconds */,
] as const;

/** What became of every candidate, row by row the candidates by account, region and decision; flags are 0 or 1. */
export type Labels = Readonly<Record<(typeof LABEL_COLUMNS)[number], Float64Array>>;

/** Reads usage, contacts, commitments and events at `asOf(t + 93 days)`, t being each candidate's own decision. */
export async function labels({ lake }: Pick<Ingested, 'lake'>, candidates: Candidates): Promise<Labels> {
  const found = await lake.query(`SELECT ${LABEL_COLUMNS.join(', ')} FROM (${labelSql(candidates)})`);
  return Object.fromEntries(LABEL_COLUMNS.map((name) => [name, found.numbers(name)])) as Labels;
}

/** `label.sql` over these candidates. */
export function labelSql({ relation: candidates, decisions }: Candidates): string {
  const { leadDays: lead_days, windowDays: window_days } = labelContract;
  const days = { lead_days, window_days, label_ends_days: labelEndsAfterDays, matures_days: maturesAfterDays };
  return readSql(LABEL_SQL, { candidates, decisions, ...days });
}

const LABEL_SQL = new URL('./label.sql', import.meta.url);
