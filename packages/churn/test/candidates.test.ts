import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row, Tables } from '../../feature-store/test/reference/brute-force-join.ts';
import { whyNotScored, whyUnsteady } from '../src/label.ts';
import type { CandidateRow } from './reference/brute-force-label.ts';
import { at, decision, emptyLake, on, runLabelSql } from './reference/label-world.ts';

describe('who is scored', () => {
  const steady = { tenureDays: 28, baselineDbuPerDay: 1, usageRatio28To84: 0.7, usageRatio7To84: 0.3 };

  test('an account of four weeks, one DBU a day and steady usage; what is unknown is not', () => {
    expect(whyNotScored(steady)).toBeUndefined();
    expect(whyNotScored({ ...steady, tenureDays: 27 })).toBe('fewer than 28 days of history');
    expect(whyNotScored({ ...steady, baselineDbuPerDay: 0.99 })).toBe('below 1 DBU a day over 84 days');
    expect(whyNotScored({ ...steady, usageRatio28To84: 0.69 })).toMatch(/^usage is falling/);
    for (const name of Object.keys(steady)) expect(whyNotScored({ ...steady, [name]: Number.NaN })).toBeDefined();
  });

  // Three weeks at the old level and one at 3 % of it: the four-week mean is (3 + 0.03) / 4 of the baseline.
  test('not one that stopped last week, whose four weeks still look steady', () => {
    const stopped = { ...steady, usageRatio28To84: 3.03 / 4, usageRatio7To84: 0.03 };
    expect(whyNotScored(stopped)).toBe('usage has stopped (7/84-day ratio below 0.3)');
    expect(whyUnsteady(stopped)).toBe(whyNotScored(stopped));
  });

  // Four of seven days have not arrived: three days at the usual level are 3/7 = 0.43 of a week.
  test('but one whose billing stands still for four days, the longest there is', () => {
    expect(whyNotScored({ ...steady, usageRatio7To84: 3 / 7 })).toBeUndefined();
  });
});

describe('candidates.sql', () => {
  let run: (tables: Tables) => Promise<CandidateRow[]>;
  let close: () => void;
  beforeAll(async () => {
    const { lake, close: closeLake } = await emptyLake();
    close = closeLake;
    run = async (tables) => (await runLabelSql(lake, tables, [decision])).candidates;
  });
  afterAll(() => close());

  test('takes up accounts that signed up four weeks ago and were known by then', async () => {
    const ids = async (...accounts: readonly Row[]) =>
      (await run({ usage_daily: [usage(-84)], accounts })).map(({ account_id }) => account_id);
    expect(await ids(account('a', -28), account('b', -27))).toEqual(['a']);
    expect(await ids({ ...account('a', -40), available_at: at(0.001) })).toEqual([]);
  });

  test('observes an account from its sign-up or from the first day of the tables, whichever is later', async () => {
    const accounts = [account('a', -400), account('b', -50)];
    const rows = await run({ usage_daily: [usage(-84), usage(-20)], accounts });
    expect(rows.map(({ observed_since }) => observed_since)).toEqual([on(-84), on(-50)]);
  });
});

function account(id: string, signup: number): Row {
  const profile = { segment: 'smb', cloud: 'aws', region: 'us-east-1', arr_usd: 1000 };
  return { account_id: id, ...profile, signup_date: on(signup), available_at: at(signup + 1) };
}

function usage(day: number): Row {
  const row = { account_id: 'a', sku: 'JOBS', dbu: 5, record_type: 'ORIGINAL' };
  return { ...row, usage_date: on(day), available_at: at(day + 1) };
}
