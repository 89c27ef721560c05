import type { CompileOptions } from '@applied-modeling/feature-store';
import type { TableContract } from '@applied-modeling/lakehouse';
import { isoDate, MS_PER_DAY, MS_PER_HOUR, randomStream } from '@applied-modeling/synthetic';
import type { Row, Tables } from '../../../feature-store/test/reference/brute-force-join.ts';
import { relationSql, rowsAsSql } from '../../../feature-store/test/rows-as-sql.ts';
import { OPTIONAL_TABLES, REQUIRED_TABLES } from '../../src/tables.ts';

/**
 * Several tiny worlds side by side in one set of tables, so that one statement reads them all: two accounts and a region
 * each, told apart by their ids. Full of edges: rows on the first and last day of a window, rows that become available in the
 * instant of a decision or a millisecond after, corrections, accounts without any history, days missing from the calendar.
 */
export interface FeatureWorlds {
  readonly spine: readonly Row[];
  readonly tables: Tables;
}

const START = Date.parse('2024-01-01T00:00:00Z');
const DECISION_DAYS = [190, 190.25, 197.25, 260.999];
/** Ages of rows at a decision: the edges of every window, and the middle of some. */
const AGES = [0, 1, 2, 7, 8, 14, 15, 28, 29, 50, 84, 85, 120, 182, 183];
const LAG_HOURS = [0, 6, 24, 30, 48, 120];

const day = (ms: number) => isoDate(ms);
const instant = (ms: number) => new Date(Math.round(ms)).toISOString();

export function randomFeatureWorlds(seed: number, worlds: number): FeatureWorlds {
  const random = randomStream(seed, 'feature-worlds');
  let drawn = 0;
  const u = () => random.uniform(0, drawn++);
  const below = (n: number) => Math.floor(u() * n);
  const pick = <T>(values: readonly T[]): T => values[below(values.length)];
  const decisionMs = DECISION_DAYS.map((offset) => START + offset * MS_PER_DAY);
  const eventMs = () => START + Math.floor(pick(DECISION_DAYS)) * MS_PER_DAY - pick(AGES) * MS_PER_DAY;
  /** Usually hours after the day; sometimes exactly at a decision, or just too late for it. */
  const availableMs = (event: number) => {
    const after = decisionMs.filter((ms) => ms >= event);
    if (after.length > 0 && u() < 0.3) return pick(after) + pick([0, 1]);
    return event + MS_PER_DAY + pick(LAG_HOURS) * MS_PER_HOUR;
  };
  const ids = Array.from({ length: worlds * 2 }, (_, index) => `acct-${index}`);
  const regionOf = (id: string) => `region-${Math.floor(ids.indexOf(id) / 2)}`;
  const rows = (most: number, make: (id: string, event: number, index: number) => Row) =>
    ids.flatMap((id) => Array.from({ length: below(most + 1) }, (_, index) => make(id, eventMs(), index)));
  const clocks = (name: string, event: number) => ({
    [name]: day(event),
    available_at: instant(availableMs(event)),
  });

  const tables: Record<string, readonly Row[]> = {
    accounts: ids
      .filter(() => u() < 0.9)
      .map((account_id) => {
        const profile = { segment: pick(['smb', 'mid_market', 'enterprise', null]), cloud: 'aws', arr_usd: 1000 };
        return { account_id, ...profile, region: regionOf(account_id), ...clocks('signup_date', eventMs()) };
      }),
    usage_daily: rows(14, (account_id, event) => {
      const record_type = pick(['ORIGINAL', 'ORIGINAL', 'RETRACTION', 'RESTATEMENT']);
      const dbu = record_type === 'RETRACTION' ? -pick([3.125, 20.005]) : pick([0, 3.125, 20.005, 1234.5]);
      return {
        account_id,
        sku: pick(['JOBS', 'SQL', 'ALL_PURPOSE']),
        dbu,
        record_type,
        ...clocks('usage_date', event),
      };
    }),
    feed_status: ids
      .filter((_, index) => index % 2 === 0)
      .flatMap((id) =>
        Array.from({ length: below(20) }, () => ({ region: regionOf(id), ...clocks('usage_date', eventMs()) })),
      ),
    calendar: Array.from({ length: 300 }, (_, index) => index)
      .filter((index) => index < 60 || u() < 0.999)
      .map((index) => ({ calendar_date: day(START + index * MS_PER_DAY), usage_factor: pick([0.8, 0.95, 1, 1.12]) })),
    query_daily: rows(8, (account_id, event) => {
      return { account_id, active_users: below(9), failed_queries: below(4), ...clocks('query_date', event) };
    }),
    jobs_daily: rows(8, (account_id, event) => {
      const counts = { failed_runs: below(9), schedules_created: below(3), schedules_deleted: below(3) };
      return { account_id, ...counts, ...clocks('run_date', event) };
    }),
    audit_daily: rows(8, (account_id, event) => {
      const counts = { admin_logins: below(9), exports: below(3), tokens_revoked: below(3) };
      return { account_id, ...counts, ...clocks('event_date', event) };
    }),
    tickets: rows(6, (account_id, event, index) => {
      const ticket_id = `${account_id}-${index}`;
      return { ticket_id, account_id, severity: pick(['low', 'high', null]), ...clocks('opened_date', event) };
    }),
    contracts: rows(3, (account_id, event) => {
      const commit_end = day(event + pick([-10, 0, 30, 364]) * MS_PER_DAY);
      return { account_id, ...clocks('commit_start', event), commit_end };
    }),
    contacts: rows(4, (account_id, event) => {
      const design = { assigned_by: pick(['rule', 'random']), propensity: 0.9, is_holdout: false };
      return { account_id, ...design, is_contacted: u() < 0.6, ...clocks('contact_date', event) };
    }),
  };
  for (const name of ABSENTABLE) if (u() < 0.15) delete tables[name];

  const spine = ids.flatMap((account_id) =>
    decisionMs
      .filter(() => u() < 0.7)
      .map((ms) => ({
        account_id,
        region: regionOf(account_id),
        decided_at: instant(ms),
        observed_since: u() < 0.1 ? null : day(START + pick([0, 60, 150, 189, 190, 197]) * MS_PER_DAY),
      })),
  );
  return { spine: spine.toSorted(byKeyAndTime), tables };
}

const ABSENTABLE = OPTIONAL_TABLES.map(({ name }) => name);
const CONTRACTS: readonly TableContract[] = [...REQUIRED_TABLES, ...OPTIONAL_TABLES];
const SPINE_TYPES = { account_id: 'VARCHAR', region: 'VARCHAR', decided_at: 'TIMESTAMPTZ', observed_since: 'DATE' };

/** The worlds as the options of `compileFeatures`. */
export function compileOptionsOf({ spine, tables }: FeatureWorlds): CompileOptions {
  return {
    spine: { relation: relationSql(SPINE_TYPES, spine), keys: ['account_id', 'region'] },
    relation: ({ name }) => {
      const contract = CONTRACTS.find((candidate) => candidate.name === name);
      return contract && tables[name] && rowsAsSql(contract, tables[name]);
    },
  };
}

function byKeyAndTime(a: Row, b: Row): number {
  const [keyA, keyB] = [a, b].map((row) => `${row.account_id} ${row.decided_at}`);
  return keyA < keyB ? -1 : 1;
}
