import { readSql, sqlText } from '@applied-modeling/lakehouse';
import type { Ingested } from './domain.ts';
import { decidedAt, eligibility } from './label.ts';

/**
 * Who is scored, and nothing of what becomes of them: training, scoring and the audit's second reading all begin here.
 *
 * Tenure decides who is a candidate (`candidates.sql`); what they use, read through the features, decides which candidates
 * are eligible (`label.ts`). Both look at what is known at t; what is learnt later censors or relabels, it never drops a row.
 */
export interface Candidates {
  /** A temporary table, one row per account and decision. */
  readonly relation: string;
  /** Another, one row per decision: its week and its instant. */
  readonly decisions: string;
  /** Some accounts only, so that a source need not be read for all the others. */
  readonly areFew: boolean;
}

/** The candidates of the decisions made in these weeks; of `accountIds` alone where they are given. */
export async function candidates(
  { lake, calendar }: Pick<Ingested, 'lake'> & { readonly calendar: Pick<Ingested['calendar'], 'epoch'> },
  weeks: readonly number[],
  accountIds?: readonly string[],
): Promise<Candidates> {
  const areFew = accountIds !== undefined;
  const [relation, decisions] = areFew ? ['some_candidates', 'some_decisions'] : ['candidates', 'decisions'];
  const times = weeks.map((week) => `(${week}, epoch_ms(${decidedAt(calendar, week)})::TIMESTAMPTZ)`);
  const chosen = areFew ? `WHERE account_id IN (${accountIds.map(sqlText).join(', ')})` : '';
  await lake.run(
    `CREATE OR REPLACE TEMP TABLE ${decisions} AS SELECT * FROM (VALUES ${times.join(', ')}) AS t(week, decided_at);
     CREATE OR REPLACE TEMP TABLE ${relation} AS
       SELECT * FROM (${readSql(CANDIDATES_SQL, { decisions, minimum_tenure_days: eligibility.minimumTenureDays })}) ${chosen}`,
  );
  return { relation, decisions, areFew };
}

const CANDIDATES_SQL = new URL('./candidates.sql', import.meta.url);
