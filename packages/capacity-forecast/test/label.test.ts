import { describe, expect, test } from 'vitest';
import { HOURS, isShort, labelContract, maturesAfterDays } from '../src/label.ts';

describe('the label contract', () => {
  test('covers the 168 hours of a week, from four days after the decision, and matures sixteen days after it', () => {
    expect([labelContract.leadDays, HOURS, maturesAfterDays]).toEqual([4, 168, 16]);
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
