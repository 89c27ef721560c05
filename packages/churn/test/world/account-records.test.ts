import type { DictionaryColumn, NullableColumn } from '@applied-modeling/lakehouse';
import { epochDay, MS_PER_DAY, weeklyClock } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import {
  accountColumns,
  assignAccountIds,
  contractColumns,
  crmColumns,
  eventColumns,
} from '../../src/world/account-records.ts';
import { createOracle } from '../../src/world/oracle.ts';
import { drawPopulation, NEVER } from '../../src/world/population.ts';
import { createStepper } from '../../src/world/stepper.ts';
import { createTruthRecorder } from '../../src/world/truth-records.ts';
import { createUsageRecorder } from '../../src/world/usage-records.ts';
import { contactNobody } from './policies.ts';

const WEEKS = 60;
const MIGRATES_IN = 30;
const PAUSES_IN = 40;

/** 300 accounts; the first long-standing survivor migrates, the second pauses for nine weeks, nobody else does either. */
const clock = weeklyClock('2022-01-03');
const people = drawPopulation(7, 300, WEEKS);
people.migrationWeek.fill(NEVER);
people.pauseWeek.fill(NEVER);
const [migrant, sleeper] = survivors();
people.migrationWeek[migrant] = MIGRATES_IN;
people.pauseWeek[sleeper] = PAUSES_IN;
people.pauseWeeks[sleeper] = 9;
const accounts = assignAccountIds(people, WEEKS);
const world = createStepper(7, people);
const oracle = createOracle(people);
const recordUsage = createUsageRecorder(7, people, clock, accounts.accountOf);
const recordTruth = createTruthRecorder(people, clock, accounts.accountOf);
const billed: { account: number; week: number }[] = [];
const truths: { account: number; week: number }[] = [];
for (let week = 0; week < WEEKS; week++) {
  if (week >= 20) {
    const { rows, account } = recordTruth(world, oracle);
    truths.push(...Array.from(account.subarray(0, rows), (id) => ({ account: id, week })));
  }
  const happened = world.step(contactNobody);
  oracle.observe(happened, world.lastContact);
  const { usage } = recordUsage(happened);
  for (const account of new Set(usage.account.subarray(0, usage.rows))) billed.push({ account, week });
}
const successor = people.entities;
const idOf = (index: number) => accounts.ids[index];

describe('an account that migrates', () => {
  test('is billed under its old id until then and under a new one afterwards', () => {
    const weeksOf = (account: number) => billed.filter((row) => row.account === account).map(({ week }) => week);
    expect(weeksOf(migrant)).toEqual(Array.from({ length: MIGRATES_IN }, (_, week) => week));
    expect(weeksOf(successor)).toEqual(Array.from({ length: WEEKS - MIGRATES_IN }, (_, week) => MIGRATES_IN + week));
  });

  test('signs up again in the table of accounts, with the same revenue and segment', () => {
    const columns = accountColumns(people, accounts, clock);
    const revenue = columns.arr_usd as Float64Array;
    const segment = (columns.segment as DictionaryColumn).codes;
    expect((columns.account_id as string[]).length).toBe(people.entities + 1);
    expect(revenue[successor]).toBe(revenue[migrant]);
    expect(segment[successor]).toBe(segment[migrant]);
    expect((columns.signup_date as Int32Array)[successor]).toBe(epochDay(clock.startOf(MIGRATES_IN)));
  });

  test('is announced with its successor, days or weeks after the fact', () => {
    const events = eventColumns(7, world, accounts, clock);
    const row = (events.event as string[]).indexOf('migration');
    expect((events.account_id as string[])[row]).toBe(idOf(migrant));
    expect((events.successor_account_id as (string | null)[])[row]).toBe(idOf(successor));
    expect((events.starts_on as Int32Array)[row]).toBe(epochDay(clock.startOf(MIGRATES_IN)));
    const daysLater = ((events.available_at as Float64Array)[row] - clock.startOf(MIGRATES_IN)) / MS_PER_DAY;
    expect(daysLater).toBeGreaterThan(1);
    expect(daysLater).toBeLessThan(120);
  });

  test('has a truth under both ids for four weeks, because a decision may still see the old one', () => {
    const weeksOf = (account: number) => truths.filter((row) => row.account === account).map(({ week }) => week);
    expect(weeksOf(migrant).at(-1)).toBe(MIGRATES_IN + 3);
    expect(weeksOf(successor)[0]).toBe(MIGRATES_IN);
  });

  test('takes the running commitment along', () => {
    const contracts = contractColumns(world, accounts, clock);
    const rowsOf = (id: string) =>
      (contracts.account_id as string[]).flatMap((other, row) => (other === id ? [row] : []));
    const ends = contracts.commit_end as Int32Array;
    const moved = rowsOf(idOf(successor))[0];
    expect(rowsOf(idOf(migrant)).map((row) => ends[row])).toContain(ends[moved]);
  });
});

describe('account events', () => {
  const events = eventColumns(7, world, accounts, clock);
  const names = events.event as string[];
  const startsOn = events.starts_on as Int32Array;

  test('hold the one pause with the day it ends, and no end for the others', () => {
    const row = names.indexOf('pause');
    const { values, nulls } = events.ends_on as NullableColumn;
    expect((events.account_id as string[])[row]).toBe(idOf(sleeper));
    expect((values as Int32Array)[row]).toBe(epochDay(clock.startOf(PAUSES_IN + 9)));
    expect(Array.from(nulls)).toEqual(names.map((name) => (name === 'pause' ? 0 : 1)));
  });

  test('hold one closure for every account closed within the history', () => {
    const closed = world.closedAt.filter((week) => week < WEEKS);
    const closures = startsOn.filter((_, row) => names[row] === 'closure');
    expect(closures.toSorted()).toEqual(Int32Array.from(closed, (week) => epochDay(clock.startOf(week))).toSorted());
  });
});

describe('commitments', () => {
  test('follow one another without a gap until the account has collapsed', () => {
    const contracts = contractColumns(world, accounts, clock);
    const [starts, ends] = [contracts.commit_start as Int32Array, contracts.commit_end as Int32Array];
    const terms = new Map<string, { start: number; end: number }[]>();
    for (const [row, id] of (contracts.account_id as string[]).entries()) {
      terms.set(id, [...(terms.get(id) ?? []), { start: starts[row], end: ends[row] }]);
    }
    const lastDay = epochDay(clock.startOf(WEEKS));
    for (const [id, list] of terms) {
      for (let term = 1; term < list.length; term++) expect(list[term].start).toBe(list[term - 1].end);
      const entity = accounts.entityOf[accounts.ids.indexOf(id)];
      const hasLapsed = list.at(-1)!.end < lastDay;
      if (hasLapsed && entity !== migrant) {
        expect(world.collapsedAt[entity] * 7 + epochDay(clock.epoch)).toBeLessThanOrEqual(list.at(-1)!.end);
      }
    }
  });
});

describe('the CRM of tonight', () => {
  const nightMs = clock.startOf(WEEKS - 1);
  const crm = crmColumns(7, world, accounts, nightMs, clock);
  const rowOf = new Map((crm.account_id as string[]).map((id, row) => [id, row]));

  test('is rewritten within two weeks of a collapse, which makes it the best predictor there ever was', () => {
    const { codes, dictionary } = crm.stage as DictionaryColumn;
    const lost = dictionary.indexOf('closed_lost');
    const isLost = (entity: number) => codes[rowOf.get(idOf(entity))!] === lost;
    const present = Array.from({ length: people.entities }, (_, i) => i).filter((i) => rowOf.has(idOf(i)));
    const gone = present.filter((i) => world.collapsedAt[i] < WEEKS - 3);
    const alive = present.filter((i) => world.collapsedAt[i] === NEVER);
    expect(gone.length).toBeGreaterThan(20);
    expect(gone.filter(isLost).length / gone.length).toBeGreaterThan(0.75);
    expect(alive.filter(isLost)).toEqual([]);
  });

  test('lists an entity once, under the id it has tonight', () => {
    expect(rowOf.size).toBe((crm.account_id as string[]).length);
    expect([rowOf.has(idOf(migrant)), rowOf.has(idOf(successor))]).toEqual([false, true]);
  });
});

/** Accounts older than the history that neither collapse nor change in it: found in a rehearsal of the same world. */
function survivors(): number[] {
  const rehearsal = createStepper(7, people);
  for (let week = 0; week < WEEKS; week++) rehearsal.step(contactNobody);
  return Array.from({ length: people.entities }, (_, i) => i).filter(
    (i) => people.signupWeek[i] < 0 && rehearsal.collapsedAt[i] === NEVER,
  );
}
