import { expect, it } from 'vitest';
import { planOnlineTest, ruledSlates } from '../../src/evaluation/online-test.ts';
import { onlineTestSettings } from '../../src/settings.ts';
import { literalSet } from '../literal-pages.ts';

/** Twenty slates a week for ten weeks, half of which succeed; each user has so many, and all of them fare alike. */
const slatesOf = (each: number) =>
  Array.from({ length: 200 }, (_, slate) => ({
    user: `u${Math.floor(slate / each)}`,
    weeksAgo: Math.floor(slate / 20),
    success: Math.floor(slate / each) % 2,
  }));

/**
 * From 50 % to 90 % takes 39 independent slates of both arms together, as worked by hand from Fleiss, Levin & Paik (2003, §4.3):
 * (1.959964 √(.7 × .3 × 4) + .841621 √((.25 + .09) / .5))² / .4² = 38.8.
 */
it('takes as many weeks as hold the slates it needs, where every slate is of another user', () => {
  const { weeks, log } = planOnlineTest(slatesOf(1), 0.4);
  expect([weeks, log.slates, log.users, log.rate]).toEqual([2, 40, 40, 0.5]);
  expect(log.designEffect).toBeCloseTo(1, 12);
  expect(log.standardError).toBeCloseTo(Math.sqrt(0.25 / 40), 12);
});

it('takes twice as many where the slates of a user come in pairs that fare alike', () => {
  const { weeks, log } = planOnlineTest(slatesOf(2), 0.4);
  expect([weeks, log.slates, log.users]).toEqual([4, 80, 40]);
  expect(log.designEffect).toBeCloseTo(2, 12);
});

it('takes longer for half the gain, and says where the log is too short or there is nothing to gain', () => {
  // To 70 %: 186 slates.
  expect(planOnlineTest(slatesOf(1), 0.4).weeksOfHalf).toBe(10);
  expect(planOnlineTest(slatesOf(2), 0.4).weeksOfHalf).toBeNull();
  expect([0, -0.4].map((gain) => planOnlineTest(slatesOf(1), gain).weeks)).toEqual([null, null]);
});

it('stops for a loss of three standard errors between two arms of ten', () => {
  const arm = 0.25 / 10;
  expect(onlineTestSettings.harm).toBe(3);
  expect(planOnlineTest(slatesOf(1), 0.4).harmAfterAWeek).toBeCloseTo(3 * Math.sqrt(arm + arm), 12);
});

it('reads slates whole, and leaves out what was shuffled, not shown, or is not known yet', () => {
  const shown = (id: string, position: number, y?: number) => ({ id, position, ...(y !== undefined && { y }) });
  const set = literalSet([
    { user: 'ann', day: 1, notebooks: [shown('a', 1, 0), shown('b', 2, 1), { id: 'c' }] },
    { user: 'ann', day: 9, notebooks: [shown('a', 1, 0), shown('b', 2, 0)] },
    { user: 'bob', day: 9, isLottery: true, notebooks: [shown('a', 1, 1)] },
    { user: 'bob', day: 10, notebooks: [shown('a', 1)] },
    { user: 'cy', day: 10, notebooks: [{ id: 'a' }] },
    { user: 'cy', day: 10, notebooks: [shown('a', 1, 1)] },
  ]);
  const test = Uint32Array.of(set.rowCount - 1);
  expect(ruledSlates(set, { fold: { test } as never })).toEqual([
    { user: 'ann', weeksAgo: 1, success: 1 },
    { user: 'ann', weeksAgo: 0, success: 0 },
    { user: 'cy', weeksAgo: 0, success: 1 },
  ]);
});
