import { epochDay, MS_PER_DAY, weeklyClock } from '@applied-modeling/synthetic';
import { describe, expect, test } from 'vitest';
import { createUsageRecorder } from '../../src/world/billing-records.ts';
import { createOracle } from '../../src/world/oracle.ts';
import { assignAccountIds, drawPopulation, NEVER } from '../../src/world/population.ts';
import { accountRows, contractRows, crmRows, eventRows } from '../../src/world/slow-records.ts';
import { createStepper } from '../../src/world/stepper.ts';
import { createTruthRecorder } from '../../src/world/truth-records.ts';
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
const recordUsage = createUsageRecorder(7, people, accounts, clock);
const recordTruth = createTruthRecorder(people, accounts, clock);
const billed: { account: number; week: number }[] = [];
const truths: { account: number; week: number }[] = [];
for (let week = 0; week < WEEKS; week++) {
  if (week >= 20) {
    const { rows, values } = recordTruth(world, oracle).truth;
    truths.push(...Array.from(values.account_id.subarray(0, rows), (account) => ({ account, week })));
  }
  const happened = world.step(contactNobody);
  oracle.observe(happened, world.lastContact);
  const { rows, values } = recordUsage(happened).usage_daily;
  for (const account of new Set(values.account_id.subarray(0, rows))) billed.push({ account, week });
}
const successor = people.entities;
const idOf = (index: number) => accounts.ids[index];
const dayOf = (week: number) => epochDay(clock.startOf(week));

describe('an account that migrates', () => {
  test('is billed under its old id until then and under a new one afterwards', () => {
    const weeksOf = (account: number) => billed.filter((row) => row.account === account).map(({ week }) => week);
    expect(weeksOf(migrant)).toEqual(Array.from({ length: MIGRATES_IN }, (_, week) => week));
    expect(weeksOf(successor)).toEqual(Array.from({ length: WEEKS - MIGRATES_IN }, (_, week) => MIGRATES_IN + week));
  });

  test('signs up again in the table of accounts, with the same revenue and segment', () => {
    const rows = accountRows(people, accounts, clock);
    expect(rows.length).toBe(people.entities + 1);
    const { arr_usd, segment, region } = rows[migrant];
    expect(rows[successor]).toMatchObject({ arr_usd, segment, region, signup_date: dayOf(MIGRATES_IN) });
  });

  test('is announced with its successor, days or weeks after the fact', () => {
    const row = eventRows(7, world, accounts, clock).find(({ event }) => event === 'migration')!;
    expect(row).toMatchObject({
      account_id: idOf(migrant),
      successor_account_id: idOf(successor),
      starts_on: dayOf(MIGRATES_IN),
    });
    const daysLater = ((row.available_at as number) - clock.startOf(MIGRATES_IN)) / MS_PER_DAY;
    expect(daysLater).toBeGreaterThan(1);
    expect(daysLater).toBeLessThan(120);
  });

  test('has a truth under both ids for four weeks, because a decision may still see the old one', () => {
    const weeksOf = (account: number) => truths.filter((row) => row.account === account).map(({ week }) => week);
    expect(weeksOf(migrant).at(-1)).toBe(MIGRATES_IN + 3);
    expect(weeksOf(successor)[0]).toBe(MIGRATES_IN);
  });

  test('takes the running commitment along', () => {
    const contracts = contractRows(world, accounts, clock);
    const endsOf = (id: string) => contracts.filter((row) => row.account_id === id).map((row) => row.commit_end);
    expect(endsOf(idOf(migrant))).toContain(endsOf(idOf(successor))[0]);
  });
});

describe('account events', () => {
  const events = eventRows(7, world, accounts, clock);

  test('hold the one pause with the day it ends, and no end for the others', () => {
    const pauses = events.filter(({ event }) => event === 'pause');
    expect(pauses.map((row) => [row.account_id, row.ends_on])).toEqual([[idOf(sleeper), dayOf(PAUSES_IN + 9)]]);
    expect(events.filter((row) => row.event !== 'pause' && 'ends_on' in row)).toEqual([]);
  });

  test('hold one closure for every account closed within the history', () => {
    const closures = events.filter(({ event }) => event === 'closure').map((row) => row.starts_on as number);
    const closed = Array.from(
      world.closedAt.filter((week) => week < WEEKS),
      dayOf,
    );
    expect(closures.toSorted((a, b) => a - b)).toEqual(closed.toSorted((a, b) => a - b));
  });
});

describe('commitments', () => {
  test('follow one another without a gap until the account has collapsed', () => {
    const rows = contractRows(world, accounts, clock);
    for (const id of new Set(rows.map((row) => row.account_id as string))) {
      const list = rows.filter((row) => row.account_id === id);
      for (let term = 1; term < list.length; term++) expect(list[term].commit_start).toBe(list[term - 1].commit_end);
      const entity = accounts.entityOf[accounts.ids.indexOf(id)];
      const lastEnd = list.at(-1)!.commit_end as number;
      if (lastEnd < dayOf(WEEKS) && entity !== migrant) {
        expect(dayOf(world.collapsedAt[entity])).toBeLessThanOrEqual(lastEnd);
      }
    }
  });
});

describe('the CRM of tonight', () => {
  const nightMs = clock.startOf(WEEKS - 1);
  const crm = crmRows(7, world, accounts, clock, nightMs);
  const rowOf = new Map(crm.map((row) => [row.account_id, row]));

  test('is rewritten within two weeks of a collapse, which makes it the best predictor there ever was', () => {
    const isLost = (entity: number) => rowOf.get(idOf(entity))!.stage === 'closed_lost';
    const present = Array.from({ length: people.entities }, (_, i) => i).filter((i) => rowOf.has(idOf(i)));
    const gone = present.filter((i) => world.collapsedAt[i] < WEEKS - 3);
    const alive = present.filter((i) => world.collapsedAt[i] === NEVER);
    expect(gone.length).toBeGreaterThan(20);
    expect(gone.filter(isLost).length / gone.length).toBeGreaterThan(0.75);
    expect(alive.filter(isLost)).toEqual([]);
  });

  test('lists an entity once, under the id it has tonight', () => {
    expect(rowOf.size).toBe(crm.length);
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
