import { describe, expect, test } from 'vitest';
import { decidedBefore, HOURS, isShort, labelContract, labelProblems, maturesAfterDays } from '../src/label.ts';

describe('the label contract', () => {
  test('covers the 168 hours of a week, from four days after the decision, and matures sixteen days after it', () => {
    expect([labelContract.leadDays, HOURS, maturesAfterDays]).toEqual([4, 168, 16]);
  });

  test('is decided on the Thursday before, at 06:00', () => {
    expect(new Date(decidedBefore(Date.parse('2025-03-10'))).toISOString()).toBe('2025-03-06T06:00:00.000Z');
  });

  test('is refused where levels could not be set for it: by the week, in the week before', () => {
    expect(labelProblems(labelContract)).toEqual([]);
    expect(labelProblems({ leadDays: 6, windowDays: 7 })).toEqual([]);
    expect(labelProblems({ leadDays: 11, windowDays: 14 })).toEqual([
      'windowDays: found 14, expected 7; a level holds from Monday to Sunday',
      'leadDays: found 11, expected 1 to 6; a level is decided in the week before',
    ]);
  });

  test('calls a week short when more than three in ten of its hours exceed the level', () => {
    const week = (above: number) => Float32Array.from({ length: HOURS }, (_, hour) => (hour < above ? 101 : 100));
    expect(0.3 * HOURS).toBeCloseTo(50.4, 9);
    expect([isShort(week(50), 100), isShort(week(51), 100)]).toEqual([false, true]);
  });

  test('counts an hour of exactly the level as served', () => {
    expect(isShort(new Float32Array(HOURS).fill(100), 100)).toBe(false);
    expect(isShort(new Float32Array(HOURS).fill(100), 99)).toBe(true);
  });
});
