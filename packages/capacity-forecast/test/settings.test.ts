import { describe, expect, test } from 'vitest';
import { decidedAt, labelContract, maturesAfterDays } from '../src/label.ts';
import { costQuantile, minimumHistoryWeeks, planCalendar, withPlanned } from '../src/settings.ts';

const EPOCH = Date.parse('2022-01-03T00:00:00Z');

describe('the decision calendar', () => {
  const calendar = planCalendar(EPOCH, 156);
  const windows = ({ train, calibration, test }: typeof calendar.final) =>
    [train, calibration, test].map(({ first, last }) => [first, last]);

  test('decides on the Thursday before, at six', () => {
    expect(new Date(decidedAt(calendar, 0)).toISOString()).toBe('2021-12-30T06:00:00.000Z');
    expect(new Date(decidedAt(calendar, 1)).toISOString()).toBe('2022-01-06T06:00:00.000Z');
  });

  test('takes the lead from the label’s contract', () => {
    const monday = EPOCH + 5 * 7 * 86_400_000;
    expect(monday + 6 * 3_600_000 - decidedAt(calendar, 5)).toBe(labelContract.leadDays * 86_400_000);
  });

  test('refuses windows that do not fit into the history', () => {
    expect(() => planCalendar(EPOCH, minimumHistoryWeeks() - 1)).toThrow(/112/);
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
    expect([calendar.refit.train.last, calendar.refit.calibration.last]).toEqual([127, 155]);
    expect(new Date(calendar.now).toISOString()).toBe('2025-01-06T06:00:00.000Z');
  });

  test('plans no week of a window before every label of the window before has matured', () => {
    for (const fold of [...calendar.rolling, calendar.final]) {
      for (const [earlier, later] of [
        [fold.train, fold.calibration],
        [fold.calibration, fold.test],
      ]) {
        const known = decidedAt(calendar, earlier.last) + maturesAfterDays * 86_400_000;
        expect(decidedAt(calendar, later.first)).toBeGreaterThanOrEqual(known);
        expect(decidedAt(calendar, later.first - 1)).toBeLessThan(known);
      }
    }
  });

  test('knows the outcome of every planned week', () => {
    const { decisionSteps, now } = calendar;
    expect([decisionSteps[0], decisionSteps.at(-1)]).toEqual([30, 155]);
    expect(decidedAt(calendar, 155) + maturesAfterDays * 86_400_000).toBeLessThanOrEqual(now);
  });

  test('leaves the oldest fold a few weeks to train on in the shortest history that is accepted', () => {
    const { train } = planCalendar(EPOCH, minimumHistoryWeeks()).rolling[0];
    expect([minimumHistoryWeeks(), train.first, train.last]).toEqual([113, 30, 34]);
  });
});

test('quantiles hold the planned one wherever it belongs, ascending and each once', () => {
  expect(withPlanned([0.95, 0.1, 0.1])).toEqual([0.1, costQuantile, 0.95]);
  expect(withPlanned([])).toEqual([costQuantile]);
  // 2.4 / (2.4 + 0.6) is 0.7999999999999999: a price of 4 : 1 plans a quantile that is in the list but for its last bit.
  expect(withPlanned([0.5, costQuantile - 1e-16])).toEqual([0.5, costQuantile]);
});
