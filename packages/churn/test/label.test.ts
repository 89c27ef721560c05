import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row, Tables } from '../../feature-store/test/reference/brute-force-join.ts';
import { isCollapse, labelContract, labelEndsAfterDays, maturesAfterDays } from '../src/label.ts';
import { bruteForceCandidates, bruteForceLabels, type LabelRow } from './reference/brute-force-label.ts';
import { at, decision, emptyLake, on, runLabelSql } from './reference/label-world.ts';
import { fortnightlyDecisions, randomLabelWorld } from './reference/random-label-world.ts';

let run: (tables: Tables) => Promise<LabelRow[]>;
let close: () => void;
beforeAll(async () => {
  const { lake, close: closeLake } = await emptyLake();
  close = closeLake;
  run = async (tables) => (await runLabelSql(lake, tables, [decision])).labels;
});
afterAll(() => close());

describe('the label contract', () => {
  test('acts from day 60, ends before day 88 and matures on day 93', () => {
    expect([labelContract.leadDays, labelEndsAfterDays, maturesAfterDays]).toEqual([60, 88, 93]);
  });

  test('calls a collapse what falls below 30 % of the baseline, and not what reaches it', () => {
    expect([isCollapse(2.9, 10), isCollapse(3, 10), isCollapse(0, 0)]).toEqual([true, false, false]);
  });
});

describe('label.sql', () => {
  test('counts usage of day 60 and day 87, and not of day 59 and day 88', async () => {
    const days = [59, 60, 87, 88];
    const [row] = await runBoth(
      world({ usage_daily: days.map((day) => usage('a', day, 10 ** (days.indexOf(day) + 1))) }),
    );
    expect(row.future_dbu_per_day).toBeCloseTo((100 + 1000) / 28, 9);
  });

  test('counts a correction that is known when the label matures, and not one known a moment later', async () => {
    const original = usage('a', 70, 280);
    const retracted = (known: number) => ({ ...usage('a', 70, -280, known), record_type: 'RETRACTION' });
    const future = async (known: number) => {
      const [row] = await runBoth(world({ usage_daily: [original, retracted(known)] }));
      return row.future_dbu_per_day;
    };
    expect(await future(92)).toBe(0);
    expect(await future(93)).toBe(0);
    expect(await future(93.001)).toBe(10);
    expect(await future(94)).toBe(10);
  });

  test('divides by the published season of the window', async () => {
    const busy = Array.from({ length: 28 }, (_, day) => ({ calendar_date: on(60 + day), usage_factor: 1.25 }));
    const quiet = Array.from({ length: 60 }, (_, day) => ({ calendar_date: on(day), usage_factor: 0.5 }));
    const [row] = await runBoth(world({ usage_daily: [usage('a', 70, 280)], calendar: [...quiet, ...busy] }));
    expect(row.future_dbu_per_day).toBeCloseTo(10 / 1.25, 12);
  });

  test('follows an account to its successor once the migration is known, and takes it for lost until then', async () => {
    const future = async (known: number) => {
      const moved = { ...event('a', 'migration', 30, known), successor_account_id: 'b' };
      const rows = await runBoth(world({ usage_daily: [usage('b', 70, 280)], account_events: [moved] }));
      return rows[0].future_dbu_per_day;
    };
    expect(await future(50)).toBe(10);
    expect(await future(93)).toBe(10);
    expect(await future(94)).toBe(0);
  });

  test('keeps a paused account whose pause touches its days, and marks its label unknown', async () => {
    const isPaused = async (starts: number, ends: number | null, known = starts) => {
      const pause = { ...event('a', 'pause', starts, known), ends_on: ends === null ? null : on(ends) };
      const [row] = await runBoth(world({ account_events: [pause] }));
      return row.is_paused;
    };
    expect(await isPaused(87, 120)).toBe(1);
    expect(await isPaused(88, 120)).toBe(0);
    expect(await isPaused(-30, 1)).toBe(1);
    expect(await isPaused(-30, 0)).toBe(0);
    expect(await isPaused(10, null)).toBe(1);
    expect(await isPaused(10, 40, 94)).toBe(0);
  });

  test('tells contacted, spared and unlisted accounts apart, before the decision and while the label runs', async () => {
    const flags = async (...contacts: readonly (readonly [day: number, isContacted: boolean])[]) => {
      const listed = contacts.map(([day, isContacted]) => contact('a', day, isContacted));
      const [row] = await runBoth(world({ contacts: listed }));
      return [row.was_contacted, row.times_spared, row.is_listed, row.is_contacted, row.is_contacted_now];
    };
    expect(await flags()).toEqual([0, 0, 0, 0, null]);
    expect(await flags([-1, true])).toEqual([1, 0, 0, 0, null]);
    expect(await flags([0, true])).toEqual([0, 0, 1, 1, 1]);
    expect(await flags([0, false])).toEqual([0, 0, 1, 0, 0]);
    expect(await flags([87, true])).toEqual([0, 0, 1, 1, null]);
    expect(await flags([88, true])).toEqual([0, 0, 0, 0, null]);
    expect(await flags([-200, false], [-14, false], [20, false])).toEqual([0, 2, 1, 0, null]);
    expect(await flags([-200, true], [20, false], [60, true])).toEqual([1, 0, 1, 1, null]);
  });

  test('sees a closure within the window, as days from the decision', async () => {
    const closesIn = async (day: number, known = day) => {
      const [row] = await runBoth(world({ account_events: [event('a', 'closure', day, known)] }));
      return row.closes_in_days;
    };
    expect([await closesIn(59), await closesIn(60), await closesIn(87), await closesIn(88)]).toEqual([
      null,
      60,
      87,
      null,
    ]);
    expect(await closesIn(70, 94)).toBeNull();
  });

  test('sees a commitment that ends within the window and that none followed in time', async () => {
    const isNotRenewed = async (...contracts: readonly Row[]) => {
      const rows = await runBoth(world({ contracts }));
      expect(rows).toHaveLength(1);
      return rows[0].is_not_renewed;
    };
    const old = term('a', -300, 64, -300);
    expect(await isNotRenewed(old)).toBe(1);
    expect(await isNotRenewed(old, term('a', 64, 428, 65))).toBe(0);
    expect(await isNotRenewed(old, term('a', 64, 428, 94))).toBe(1);
    expect(await isNotRenewed(old, term('a', -200, 70, -200))).toBe(1);
    expect(await isNotRenewed(term('a', -300, 59, -300))).toBe(0);
    expect(await isNotRenewed(term('a', -300, 88, -300))).toBe(0);
    expect(await isNotRenewed(term('a', -300, 64, 1))).toBe(0);
  });
});

test('candidates.sql and label.sql equal plain loops in 24 random worlds crowded at the edges', async () => {
  const { lake, close: closeLake } = await emptyLake();
  for (let seed = 1; seed <= 24; seed++) {
    const tables = randomLabelWorld(seed);
    const { candidates, labels } = await runLabelSql(lake, tables, fortnightlyDecisions);
    expect(candidates, `world ${seed}`).toEqual(bruteForceCandidates(tables, fortnightlyDecisions));
    expect(labels.map(rounded), `world ${seed}`).toEqual(bruteForceLabels(tables, fortnightlyDecisions).map(rounded));
  }
  closeLake();
});

/** The rows of label.sql, after they were found equal to those of the plain loops. */
async function runBoth(tables: Tables): Promise<LabelRow[]> {
  const rows = await run(tables);
  const expected = bruteForceLabels(tables, [decision]);
  expect(rows.map(rounded)).toEqual(expected.map(rounded));
  return rows;
}

const rounded = (row: LabelRow) => ({ ...row, future_dbu_per_day: Number(row.future_dbu_per_day.toFixed(9)) });

function world(tables: Tables): Tables {
  const empty = { calendar: [], contracts: [], contacts: [], account_events: [] };
  const accounts = [account('a', -400), account('b', -10)];
  return { ...empty, accounts, usage_daily: [usage('a', -84, 5)], ...tables };
}

function account(id: string, signup: number): Row {
  const profile = { segment: 'smb', cloud: 'aws', region: 'us-east-1', arr_usd: 1000 };
  return { account_id: id, ...profile, signup_date: on(signup), available_at: at(signup + 1) };
}

function usage(account_id: string, day: number, dbu: number, known = day + 1): Row {
  return { account_id, sku: 'JOBS', dbu, record_type: 'ORIGINAL', usage_date: on(day), available_at: at(known) };
}

function event(account_id: string, name: string, starts: number, known: number): Row {
  const none = { successor_account_id: null, ends_on: null };
  return { account_id, event: name, ...none, starts_on: on(starts), available_at: at(known) };
}

function contact(account_id: string, day: number, is_contacted: boolean): Row {
  const design = { assigned_by: 'rule', propensity: 0.9, is_holdout: false };
  return { account_id, ...design, is_contacted, contact_date: on(day), available_at: at(day + 0.04) };
}

function term(account_id: string, start: number, end: number, known: number): Row {
  return { account_id, commit_start: on(start), commit_end: on(end), available_at: at(known) };
}
