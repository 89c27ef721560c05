import { describe, expect, test } from 'vitest';
import { decidedAt, minimumHistoryWeeks, planCalendar } from '../src/decision-calendar.ts';
import { labelContract, maturesAfterDays } from '../src/label.ts';

const EPOCH = Date.parse('2022-01-03T00:00:00Z');

describe('the decision calendar', () => {
  const calendar = planCalendar(EPOCH, 156);
  const windows = ({ train, calibration, test }: typeof calendar.final) =>
    [train, calibration, test].map(({ firstWeek, lastWeek }) => [firstWeek, lastWeek]);

  test('decides on the Thursday before, at six', () => {
    expect(new Date(decidedAt(calendar, 0)).toISOString()).toBe('2021-12-30T06:00:00.000Z');
    expect(new Date(decidedAt(calendar, 1)).toISOString()).toBe('2022-01-06T06:00:00.000Z');
  });

  test('takes the lead from the label’s contract', () => {
    const monday = EPOCH + 5 * 7 * 86_400_000;
    expect(monday + 6 * 3_600_000 - decidedAt(calendar, 5)).toBe(labelContract.leadDays * 86_400_000);
  });

  test('refuses windows that do not fit into the history', () => {
    expect(() => planCalendar(EPOCH, minimumHistoryWeeks() - 1)).toThrow(
      /found 112 weeks, expected at least 113 for 2 rolling folds of 16 weeks and 26 to test; shorten a window/,
    );
  });

  test('lays the windows of three years out as its listing says', () => {
    expect(windows(calendar.final)).toEqual([
      [30, 109],
      [112, 127],
      [130, 155],
    ]);
    expect(calendar.rolling.map(windows)).toEqual([
      [
        [30, 77],
        [80, 95],
        [98, 113],
      ],
      [
        [30, 93],
        [96, 111],
        [114, 129],
      ],
    ]);
    expect([calendar.refit.train.lastWeek, calendar.refit.calibration.lastWeek]).toEqual([127, 155]);
    expect(new Date(calendar.now).toISOString()).toBe('2025-01-06T06:00:00.000Z');
  });

  test('plans no week of a window before every label of the window before has matured', () => {
    for (const fold of [...calendar.rolling, calendar.final]) {
      for (const [earlier, later] of [
        [fold.train, fold.calibration],
        [fold.calibration, fold.test],
      ]) {
        const known = decidedAt(calendar, earlier.lastWeek) + maturesAfterDays * 86_400_000;
        expect(decidedAt(calendar, later.firstWeek)).toBeGreaterThanOrEqual(known);
        expect(decidedAt(calendar, later.firstWeek - 1)).toBeLessThan(known);
      }
    }
  });

  test('knows the outcome of every planned week', () => {
    const { decisionWeeks, now } = calendar;
    expect([decisionWeeks[0], decisionWeeks.at(-1)]).toEqual([30, 155]);
    expect(decidedAt(calendar, 155) + maturesAfterDays * 86_400_000).toBeLessThanOrEqual(now);
  });

  test('leaves the oldest fold a few weeks to train on in the shortest history that is accepted', () => {
    const { train } = planCalendar(EPOCH, minimumHistoryWeeks()).rolling[0];
    expect([minimumHistoryWeeks(), train.firstWeek, train.lastWeek]).toEqual([113, 30, 34]);
  });
});
