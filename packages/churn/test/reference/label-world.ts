import { rmSync } from 'node:fs';
import { type Lake, openLake, sqlName, type TableContract } from '@applied-modeling/lakehouse';
import type { Tables } from '../../../feature-store/test/reference/brute-force-join.ts';
import { rowsAsSql } from '../../../feature-store/test/rows-as-sql.ts';
import { candidates } from '../../src/candidates.ts';
import { labelSql } from '../../src/label.ts';
import { OPTIONAL_TABLES, REQUIRED_TABLES } from '../../src/tables.ts';
import { scratch } from '../scratch.ts';
import type { CandidateRow, Decision, LabelRow } from './brute-force-label.ts';

/** Literal tables, and what candidates.sql and label.sql make of them. */

export const SOURCES: readonly TableContract[] = [...REQUIRED_TABLES, ...OPTIONAL_TABLES];

const DAY_MS = 86_400_000;

/** Decisions are made on this Monday at 06:00; days and instants of a test are counted from it. */
const MONDAY = Date.parse('2025-03-03T00:00:00Z');

export const on = (day: number) => new Date(MONDAY + day * DAY_MS).toISOString().slice(0, 10);
/** The hour of the decision, `days` later: what is available at(93) is known when the label matures, at(93.01) is not. */
export const at = (days: number) => new Date(MONDAY + 6 * 3_600_000 + days * DAY_MS).toISOString();
export const decision: Decision = { week: 12, decided_at: at(0) };

export async function emptyLake(): Promise<{ readonly lake: Lake; readonly close: () => void }> {
  const dir = scratch('label');
  const lake = await openLake(dir, { threads: 1 });
  const close = () => {
    lake.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return { lake, close };
}

/** Runs candidates.sql and label.sql; rows of both by account and decision. */
export async function runLabelSql(
  lake: Lake,
  tables: Tables,
  decisions: readonly Decision[],
): Promise<{ readonly candidates: CandidateRow[]; readonly labels: LabelRow[] }> {
  for (const contract of SOURCES) {
    const rows = rowsAsSql(contract, tables[contract.name] ?? []);
    await lake.run(`CREATE OR REPLACE TEMP VIEW ${sqlName(contract.name)} AS SELECT * FROM ${rows}`);
  }
  const weeks = decisions.map(({ week }) => week);
  const asked = await candidates({ lake, calendar: { epoch: MONDAY - decision.week * 7 * DAY_MS } }, weeks);
  const who = await lake.query(
    `SELECT account_id, week, observed_since::VARCHAR AS observed_since FROM ${asked.relation} ORDER BY account_id, week`,
  );
  const found = await lake.query(labelSql(asked));
  const numbers = (name: string, row: number) => found.numbers(name)[row];
  const rowsOf = <Made>({ rowCount }: { readonly rowCount: number }, make: (row: number) => Made) =>
    Array.from({ length: rowCount }, (_, row) => make(row));
  return {
    candidates: rowsOf(who, (row) => ({
      account_id: who.strings('account_id')[row],
      week: who.numbers('week')[row],
      observed_since: who.strings('observed_since')[row],
    })),
    labels: rowsOf(found, (row) => ({
      account_id: found.strings('account_id')[row],
      decided_at: new Date(numbers('decided_at', row)).toISOString(),
      future_dbu_per_day: numbers('future_dbu_per_day', row),
      times_spared: numbers('times_spared', row),
      closes_in_days: found.isNull('closes_in_days', row) ? null : numbers('closes_in_days', row),
      was_contacted: flag(numbers('was_contacted', row)),
      is_listed: flag(numbers('is_listed', row)),
      is_contacted: flag(numbers('is_contacted', row)),
      is_contacted_now: found.isNull('is_contacted_now', row) ? null : flag(numbers('is_contacted_now', row)),
      is_paused: flag(numbers('is_paused', row)),
      is_not_renewed: flag(numbers('is_not_renewed', row)),
    })),
  };
}

const flag = (value: number): 0 | 1 => (value === 1 ? 1 : 0);
