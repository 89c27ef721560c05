/**
 * Candidates and their labels in plain loops: for every decision and account every row of every table is looked at, and the
 * rules of the label contract are applied one by one. What candidates.sql and label.sql are compared with. Dates are written
 * `2025-03-01`, instants in ISO 8601.
 */

import type { Row, Tables } from '../../../feature-store/test/reference/brute-force-join.ts';
import { eligibility, labelContract, labelEndsAfterDays, maturesAfterDays } from '../../src/label.ts';

export interface Decision {
  readonly week: number;
  readonly decided_at: string;
}

export interface CandidateRow {
  readonly account_id: string;
  readonly week: number;
  readonly observed_since: string;
}

export interface LabelRow extends Pick<CandidateRow, 'account_id'> {
  readonly decided_at: string;
  readonly future_dbu_per_day: number;
  readonly times_spared: number;
  readonly closes_in_days: number | null;
  readonly was_contacted: 0 | 1;
  readonly is_listed: 0 | 1;
  readonly is_contacted: 0 | 1;
  readonly is_contacted_now: 0 | 1 | null;
  readonly is_paused: 0 | 1;
  readonly is_not_renewed: 0 | 1;
}

const DAY_MS = 86_400_000;

/** By account and decision. */
export function bruteForceCandidates(tables: Tables, decisions: readonly Decision[]): CandidateRow[] {
  const firstDay = Math.min(...tables.usage_daily.map((row) => dayOf(row.usage_date)));
  const rows = decisions.flatMap(({ week, decided_at }) =>
    tables.accounts
      .filter((account) => {
        const isKnown = timeOf(account.available_at) <= Date.parse(decided_at);
        return isKnown && dayOf(account.signup_date) <= dayOf(decided_at) - eligibility.minimumTenureDays;
      })
      .map(({ account_id, signup_date }) => {
        const observed_since = dateOf(Math.max(dayOf(signup_date), firstDay));
        return { account_id: account_id as string, week, observed_since };
      }),
  );
  return rows.sort((a, b) => (a.account_id === b.account_id ? a.week - b.week : a.account_id < b.account_id ? -1 : 1));
}

export function bruteForceLabels(tables: Tables, decisions: readonly Decision[]): LabelRow[] {
  return bruteForceCandidates(tables, decisions).map(({ account_id, week }): LabelRow => {
    const { decided_at } = decisions.find((decision) => decision.week === week)!;
    const decidedAt = Date.parse(decided_at);
    return {
      account_id,
      decided_at,
      future_dbu_per_day: futureDbuPerDay(tables, account_id, decidedAt),
      closes_in_days: closesInDays(tables.account_events, account_id, decidedAt),
      is_paused: isPaused(tables.account_events, account_id, decidedAt) ? 1 : 0,
      ...contactFlags(tables.contacts, account_id, dayOf(decided_at)),
      is_not_renewed: isNotRenewed(tables.contracts, account_id, decidedAt) ? 1 : 0,
    };
  });
}

/** Usage of the window, corrections included, of the account and of those its usage is known to have moved to. */
function futureDbuPerDay(tables: Tables, account: string, decidedAt: number): number {
  const maturesAt = decidedAt + maturesAfterDays * DAY_MS;
  const decidedOn = Math.floor(decidedAt / DAY_MS);
  const billedAs = [account];
  for (const event of tables.account_events) {
    const isMove = event.event === 'migration' && event.account_id === account && event.successor_account_id !== null;
    if (isMove && timeOf(event.available_at) <= maturesAt) billedAs.push(event.successor_account_id as string);
  }
  let dbu = 0;
  let season = 0;
  let seasonDays = 0;
  for (let offset = labelContract.leadDays; offset < labelEndsAfterDays; offset++) {
    for (const row of tables.usage_daily) {
      const isThatDay = dayOf(row.usage_date) === decidedOn + offset && billedAs.includes(row.account_id as string);
      if (isThatDay && timeOf(row.available_at) <= maturesAt) dbu += row.dbu as number;
    }
    const day = tables.calendar.find((row) => dayOf(row.calendar_date) === decidedOn + offset);
    if (!day) continue;
    season += day.usage_factor as number;
    seasonDays += 1;
  }
  return dbu / labelContract.windowDays / (seasonDays === 0 ? 1 : season / seasonDays);
}

/** A pause known in time that overlaps the days from the decision to the end of the window. */
function isPaused(events: readonly Row[], account: string, decidedAt: number): boolean {
  const decidedOn = Math.floor(decidedAt / DAY_MS);
  return events.some((event) => {
    if (event.event !== 'pause' || event.account_id !== account) return false;
    if (timeOf(event.available_at) > decidedAt + maturesAfterDays * DAY_MS) return false;
    const endsOn = event.ends_on === null ? Number.POSITIVE_INFINITY : dayOf(event.ends_on);
    return dayOf(event.starts_on) < decidedOn + labelEndsAfterDays && endsOn > decidedOn;
  });
}

function closesInDays(events: readonly Row[], account: string, decidedAt: number): number | null {
  const decidedOn = Math.floor(decidedAt / DAY_MS);
  let soonest: number | null = null;
  for (const event of events) {
    if (event.event !== 'closure' || event.account_id !== account) continue;
    if (timeOf(event.available_at) > decidedAt + maturesAfterDays * DAY_MS) continue;
    const days = dayOf(event.starts_on) - decidedOn;
    const isInWindow = days >= labelContract.leadDays && days < labelEndsAfterDays;
    if (isInWindow && (soonest === null || days < soonest)) soonest = days;
  }
  return soonest;
}

/** What the watch-list did before the decision, and from the decision day to the end of the window. */
function contactFlags(contacts: readonly Row[], account: string, decidedOn: number) {
  let timesSpared = 0;
  let wasContacted: 0 | 1 = 0;
  let isListed: 0 | 1 = 0;
  let isContacted: 0 | 1 = 0;
  let isContactedNow: 0 | 1 | null = null;
  for (const contact of contacts) {
    const day = dayOf(contact.contact_date);
    if (contact.account_id !== account || day >= decidedOn + labelEndsAfterDays) continue;
    if (day < decidedOn && contact.is_contacted) wasContacted = 1;
    if (day < decidedOn && !contact.is_contacted) timesSpared += 1;
    if (day >= decidedOn) isListed = 1;
    if (day >= decidedOn && contact.is_contacted) isContacted = 1;
    if (day === decidedOn) isContactedNow = contact.is_contacted ? 1 : (isContactedNow ?? 0);
  }
  return {
    times_spared: timesSpared,
    was_contacted: wasContacted,
    is_listed: isListed,
    is_contacted: isContacted,
    is_contacted_now: isContactedNow,
  };
}

/** A commitment known at the decision ends within the window, and no other begins at its end or later. */
function isNotRenewed(contracts: readonly Row[], account: string, decidedAt: number): boolean {
  const decidedOn = Math.floor(decidedAt / DAY_MS);
  const own = contracts.filter((contract) => contract.account_id === account);
  const expiring = own.filter((contract) => {
    const days = dayOf(contract.commit_end) - decidedOn;
    const isKnown = timeOf(contract.available_at) <= decidedAt;
    return isKnown && days >= labelContract.leadDays && days < labelEndsAfterDays;
  });
  return expiring.some(({ commit_end }) => {
    const renewal = own.find((contract) => {
      const isKnown = timeOf(contract.available_at) <= decidedAt + maturesAfterDays * DAY_MS;
      return isKnown && dayOf(contract.commit_start) >= dayOf(commit_end);
    });
    return renewal === undefined;
  });
}

function timeOf(cell: Row[string]): number {
  return Date.parse(cell as string);
}

function dayOf(cell: Row[string]): number {
  return Math.floor(timeOf(cell) / DAY_MS);
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
