import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CalendarSettings,
  calendarPlanner,
  gapSteps,
  labelWindowOverlaps,
  maturesAfterMs,
  minimumHistory,
  planCalendar,
  type StepRange,
} from '../../src/index.ts';

const [HOUR, DAY, WEEK] = [3_600_000, 24 * 3_600_000, 7 * 24 * 3_600_000];
const ends = ({ first, last }: StepRange) => [first, last];

/** Decided on Mondays at six, about a label of 93 days. */
const collapse = { leadDays: 60, windowDays: 28, correctionDays: 5 };
const weekly: CalendarSettings = {
  unit: 'week',
  firstTrainStep: 12,
  trainStride: 4,
  minimumTrainDecisions: 3,
  calibrationSteps: 12,
  testSteps: 12,
  rolling: { folds: 4, minimumFolds: 0, decisions: 3, endsBefore: 'calibration' },
};
const mondays = (weeks: number) => ({
  epoch: 0,
  historySteps: weeks,
  firstDecidedAt: 6 * HOUR,
  now: weeks * WEEK + 6 * HOUR,
});

describe('a calendar in weeks', () => {
  const calendar = planCalendar(weekly, collapse, mondays(156));

  test('is laid out backwards from the newest matured label', () => {
    const { final, refit, gapSteps, lastMaturedStep } = calendar;
    expect([gapSteps, lastMaturedStep]).toEqual([14, 142]);
    expect([final.train, final.calibration, final.test].map(ends)).toEqual([
      [12, 92],
      [106, 117],
      [131, 142],
    ]);
    expect([refit.train, refit.calibration].map(ends)).toEqual([
      [12, 116],
      [131, 142],
    ]);
  });

  test('rolls back on the training grid, before the final calibration, while there is something to train on', () => {
    expect(calendar.rolling.map(({ name, train, test }) => [name, train.last, ...ends(test)])).toEqual([
      ['week 60', 20, 60, 68],
      ['week 72', 32, 72, 80],
      ['week 84', 44, 84, 92],
      ['week 96', 56, 96, 104],
    ]);
    expect(planCalendar(weekly, collapse, mondays(100)).rolling).toEqual([]);
  });

  test('decides in every step of a window and in no other', () => {
    const { decisionSteps } = calendar;
    expect(decisionSteps.slice(0, 3)).toEqual([12, 16, 20]);
    expect(decisionSteps.filter((week) => week >= 104)).toEqual([
      104, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140,
      141, 142,
    ]);
  });

  test('is refused for a history one week shorter than the shortest, in words', () => {
    const shortest = minimumHistory(weekly, collapse, mondays);
    expect(shortest).toBe(84);
    expect(planCalendar(weekly, collapse, mondays(84)).final.train.last).toBe(20);
    expect(() => planCalendar(weekly, collapse, mondays(83))).toThrow(
      'calendar: found labels known up to week 69, expected at least week 70, because training, calibration and test lie 14 weeks apart',
    );
  });
});

test('a step is decided as it begins, and nothing is known after the last, unless somebody says otherwise', () => {
  const { planCalendar: plan, minimumHistory: fewest } = calendarPlanner(weekly, collapse);
  const plain = planCalendar(weekly, collapse, { epoch: 0, historySteps: 156, firstDecidedAt: 0, now: 156 * WEEK });
  expect(plan(0, 156)).toEqual(plain);
  expect(() => plan(0, fewest() - 1)).toThrow('found labels known up to week');
  expect(plan(0, fewest()).final.test.last).toBeGreaterThan(0);
});

test.each([
  ['calibrationSteps', { calibrationSteps: 1 }, 'found 1, expected at least 2'],
  ['testSteps', { testSteps: 0 }, 'found 0, expected at least 1'],
  ['rolling.folds', { rolling: { ...weekly.rolling, folds: 1, minimumFolds: 2 } }, 'found 1, expected at least 2'],
  ['rolling.decisions', { rolling: { ...weekly.rolling, decisions: 1 } }, 'found 1, expected at least 2'],
])('a calendar is refused in words for its %s', (setting, changed, words) => {
  expect(() => planCalendar({ ...weekly, ...changed }, collapse, mondays(156))).toThrow(
    `calendar: ${setting}: ${words}`,
  );
});

describe('a calendar in other units', () => {
  test('of days plans queries whose cost is known a day later', () => {
    const daily: CalendarSettings = {
      unit: 'day',
      firstTrainStep: 28,
      trainStride: 1,
      minimumTrainDecisions: 14,
      calibrationSteps: 7,
      testSteps: 14,
      rolling: { folds: 2, minimumFolds: 2, decisions: 7, endsBefore: 'test' },
    };
    const label = { leadDays: 0, windowDays: 0.5, correctionDays: 0.5 };
    const historyOf = (days: number) => ({ epoch: 0, historySteps: days, firstDecidedAt: 0, now: days * DAY });
    const { final, rolling, refit, gapSteps } = planCalendar(daily, label, historyOf(90));
    expect([gapSteps, ...ends(final.train), ...ends(final.calibration), ...ends(final.test)]).toEqual([
      1, 28, 68, 69, 75, 76, 89,
    ]);
    expect(rolling.map(({ name, test }) => [name, ...ends(test)])).toEqual([
      ['day 62', 62, 68],
      ['day 69', 69, 75],
    ]);
    expect([refit.train, refit.calibration].map(ends)).toEqual([
      [28, 75],
      [83, 89],
    ]);
    expect(minimumHistory(daily, label, historyOf)).toBe(28 + 14 + 7 + 7 + 7 + 14);
  });

  test('of hours takes a label told in hours', () => {
    const hourly: CalendarSettings = { ...weekly, unit: 'hour', rolling: { ...weekly.rolling, folds: 0 } };
    const label = { leadHours: 0, windowHours: 2, correctionHours: 0.25 };
    const { gapSteps, final } = planCalendar(hourly, label, {
      epoch: 0,
      historySteps: 100,
      firstDecidedAt: 0,
      now: 100 * HOUR,
    });
    expect([gapSteps, ...ends(final.test)]).toEqual([3, 86, 97]);
  });
});

test('every window of any calendar is a matured label away from the next, and so is the refit', () => {
  const settings = fc.record({
    unit: fc.constantFrom('week', 'day', 'hour'),
    firstTrainStep: fc.integer({ min: 0, max: 15 }),
    trainStride: fc.integer({ min: 1, max: 4 }),
    minimumTrainDecisions: fc.integer({ min: 1, max: 4 }),
    calibrationSteps: fc.integer({ min: 2, max: 12 }),
    testSteps: fc.integer({ min: 1, max: 12 }),
    rolling: fc.record({
      folds: fc.integer({ min: 1, max: 3 }),
      minimumFolds: fc.integer({ min: 0, max: 1 }),
      decisions: fc.integer({ min: 2, max: 5 }),
      endsBefore: fc.constantFrom('calibration', 'test'),
    }),
  }) as fc.Arbitrary<CalendarSettings>;
  fc.assert(
    fc.property(settings, fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 40 }), (any, hours, more) => {
      const label = { leadHours: hours, windowHours: 1, correctionHours: 0 };
      const step = { week: WEEK, day: DAY, hour: HOUR }[any.unit];
      const historyOf = (steps: number) => ({
        epoch: 0,
        historySteps: steps,
        firstDecidedAt: 5 * HOUR,
        now: steps * step,
      });
      const shortest = minimumHistory(any, label, historyOf);
      expect(() => planCalendar(any, label, historyOf(shortest - 1))).toThrow('bring a longer history');
      const { final, rolling, refit, decisionSteps, now } = planCalendar(any, label, historyOf(shortest + more));
      const gap = gapSteps(label, any.unit);
      for (const fold of [...rolling, final]) expect(labelWindowOverlaps(fold, gap)).toEqual([]);
      expect(refit.calibration.first - refit.train.last).toBeGreaterThanOrEqual(gap);
      const { first, last } = refit.calibration;
      expect(decisionSteps.filter((at) => first <= at && at <= last).length).toBe(last - first + 1);
      const knownAt = 5 * HOUR + decisionSteps.at(-1)! * step + maturesAfterMs(label);
      expect(knownAt).toBeLessThanOrEqual(now);
      expect(knownAt + step).toBeGreaterThan(now);
    }),
  );
});
