import { describe, expect, test } from 'vitest';
import { epochDay, isoDate, MS_PER_DAY, MS_PER_WEEK, weeklyClock } from '../src/index.ts';

describe('the weekly clock', () => {
  const clock = weeklyClock('2022-01-03');

  test('starts week 0 on its first Monday and every other week seven days later', () => {
    expect(new Date(clock.startOf(0)).toISOString()).toBe('2022-01-03T00:00:00.000Z');
    expect(isoDate(clock.startOf(156))).toBe('2024-12-30');
    expect(isoDate(clock.startOf(-1))).toBe('2021-12-27');
  });

  test('puts the last millisecond of Sunday into the old week and midnight into the new one', () => {
    for (const week of [-3, 0, 1, 155]) {
      expect(clock.weekOf(clock.startOf(week))).toBe(week);
      expect(clock.weekOf(clock.startOf(week) - 1)).toBe(week - 1);
    }
  });

  test('knows no summer time: every week has 168 hours', () => {
    expect(clock.startOf(13) - clock.startOf(12)).toBe(MS_PER_WEEK);
  });

  test('refuses a first day that is no Monday, or no date', () => {
    expect(() => weeklyClock('2022-01-04')).toThrow(
      new RangeError('first Monday: found 2022-01-04, expected an ISO date that is a Monday'),
    );
    expect(() => weeklyClock('January')).toThrow(RangeError);
  });
});

describe('dates', () => {
  test('are whole days since 1970, as Arrow and DuckDB store them', () => {
    // SELECT DATE '2022-01-03' - DATE '1970-01-01'  (DuckDB)
    expect(epochDay(Date.UTC(2022, 0, 3))).toBe(18_995);
    expect(epochDay(Date.UTC(2022, 0, 3) + MS_PER_DAY - 1)).toBe(18_995);
    expect(epochDay(-1)).toBe(-1);
  });

  test('print in UTC', () => {
    expect(isoDate(Date.UTC(2022, 0, 3) + MS_PER_DAY - 1)).toBe('2022-01-03');
  });
});
