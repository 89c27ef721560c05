import { describe, expect, test } from 'vitest';
import { gapSteps, maturesAfterMs } from '../../src/index.ts';

const HOUR = 3_600_000;

describe('the clock of a label contract', () => {
  const collapse = { leadDays: 60, windowDays: 28, correctionDays: 5 };
  const landed = { leadHours: 0, windowHours: 6, correctionHours: 0.5 };

  test('adds lead, window and correction, in days or in hours', () => {
    expect(maturesAfterMs(collapse)).toBe(93 * 24 * HOUR);
    expect(maturesAfterMs(landed)).toBe(6.5 * HOUR);
    expect(() => maturesAfterMs({ ...collapse, windowDays: Number.NaN })).toThrow('matures after NaN ms');
  });

  test('gives the gap in whole steps of any unit, at least one', () => {
    expect((['week', 'day', 'hour'] as const).map((unit) => gapSteps(collapse, unit))).toEqual([14, 93, 2232]);
    expect((['week', 'day', 'hour'] as const).map((unit) => gapSteps(landed, unit))).toEqual([1, 1, 7]);
    const ofDays = (days: number) => ({ leadDays: 0, windowDays: days, correctionDays: 0 });
    expect([0, 1, 7, 8, 91, 93].map((days) => gapSteps(ofDays(days), 'week'))).toEqual([1, 1, 1, 2, 13, 14]);
  });
});
