import { randomStream } from '@applied-modeling/synthetic';
import type { Row, Tables } from '../../../feature-store/test/reference/brute-force-join.ts';
import type { Decision } from './brute-force-label.ts';
import { at, on } from './label-world.ts';

/** Small random tables around two decisions a fortnight apart, crowded at the edges: days 59 and 60, 87 and 88, 92 to 94. */

export const fortnightlyDecisions: readonly Decision[] = [
  { week: 12, decided_at: at(0) },
  { week: 14, decided_at: at(14) },
];

const IDS = ['a', 'b', 'c', 'd', 'e'];
const EDGES = [-29, -28, -27, -1, 0, 1, 14, 59, 60, 61, 73, 74, 75, 87, 88, 89, 101, 102, 103];
const LAGS = [0, 1, 5, 20, 33, 92, 93, 93.001, 94];

export function randomLabelWorld(seed: number): Tables {
  const random = randomStream(seed, 'label-world');
  let drawn = 0;
  const u = () => random.uniform(0, drawn++);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(u() * values.length)];
  const many = (most: number, make: (index: number) => Row) =>
    Array.from({ length: Math.floor(u() * (most + 1)) }, (_, index) => make(index));
  const day = () => (u() < 0.5 ? pick(EDGES) : Math.floor(u() * 140) - 30);
  const known = (from: number) => at(from + pick(LAGS));
  const profile = { segment: null, cloud: null, region: 'us-east-1', arr_usd: null };

  return {
    accounts: IDS.map((account_id) => {
      const signup = pick([-400, -29, -28, -27, -14, 0]);
      return { account_id, ...profile, signup_date: on(signup), available_at: at(signup + pick([1, 28, 42, 43])) };
    }),
    usage_daily: many(60, () => {
      const date = day();
      const dbu = pick([0, 1.125, 28, 56.5, -28]);
      const ids = { account_id: pick(IDS), sku: pick(['JOBS', 'SQL']), record_type: 'ORIGINAL' };
      return { ...ids, dbu, usage_date: on(date), available_at: known(date) };
    }).concat({
      ...{ account_id: 'a', sku: 'JOBS', record_type: 'ORIGINAL', dbu: 1 },
      ...{ usage_date: on(-90), available_at: at(-89) },
    }),
    calendar: Array.from({ length: 120 }, (_, index) => index)
      .filter(() => u() < 0.9)
      .map((index) => ({ calendar_date: on(index), usage_factor: pick([0.8, 1, 1.12]) })),
    contacts: many(12, () => {
      const date = day();
      const design = { assigned_by: pick(['rule', 'model', 'random']), propensity: 0.9, is_holdout: false };
      const is_contacted = u() < 0.6;
      return { account_id: pick(IDS), ...design, is_contacted, contact_date: on(date), available_at: at(date + 0.04) };
    }),
    contracts: IDS.flatMap((account_id) => consecutiveTerms(account_id, day(), Math.floor(u() * 3), known)),
    account_events: [
      ...many(8, () => {
        const starts = day();
        const ends_on = u() < 0.3 ? null : on(starts + 1 + Math.floor(u() * 60));
        const event = pick(['pause', 'closure']);
        const dates = { starts_on: on(starts), ends_on: event === 'pause' ? ends_on : null };
        return { account_id: pick(IDS), event, successor_account_id: null, ...dates, available_at: known(starts) };
      }),
      ...IDS.slice(0, 3).map((account_id, index) => {
        const starts = day();
        const moved = { event: 'migration', successor_account_id: pick([IDS[index + 2], null]), ends_on: null };
        return { account_id, ...moved, starts_on: on(starts), available_at: known(starts) };
      }),
    ],
  };
}

/** Commitments of a year that follow one another; the first ends on the given day. */
function consecutiveTerms(account_id: string, end: number, renewals: number, known: (from: number) => string): Row[] {
  return Array.from({ length: renewals + 1 }, (_, index) => {
    const start = end + (index - 1) * 364;
    const dates = { commit_start: on(start), commit_end: on(start + 364) };
    return { account_id, ...dates, available_at: known(start) };
  });
}
