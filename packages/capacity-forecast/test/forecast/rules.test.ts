import { describe, expect, test } from 'vitest';
import { fourWeekRule, planByRules } from '../../src/forecast/rules.ts';
import { HOURS } from '../../src/label.ts';
import { tinyPanel } from '../tiny-panel.ts';

const MODEL = { traced: 1, spilled: 0 };
const WEEK = 14;
const plan = (nodesOf: (week: number, hour: number) => number) => {
  const panel = tinyPanel(1, 16, (_, hour) => nodesOf(Math.floor(hour / HOURS), hour % HOURS));
  return planByRules(panel, MODEL, 0, WEEK, Number.POSITIVE_INFINITY);
};

describe('the rules', () => {
  test('all plan what never changes', () => {
    expect(plan(() => 100)).toEqual({ 'last week': 100, 'seasonal naive': 100, 'four-week maximum': 100, theta: 100 });
  });

  test('look at no week newer than two before the planned one', () => {
    expect(plan((week) => (week >= WEEK - 1 ? 999 : 100))).toEqual(plan(() => 100));
  });

  test('take five sixths of the hours of the newest complete week as its level', () => {
    const found = plan((week, hour) => (week === WEEK - 2 ? hour : 0));
    expect(found['last week']).toBeCloseTo((5 / 6) * 167, 9);
  });

  test('take the highest of the same hour in four weeks, and not of a fifth', () => {
    expect(plan((week) => (week === WEEK - 5 ? 130 : 100))['four-week maximum']).toBe(130);
    expect(plan((week) => (week === WEEK - 6 ? 130 : 100))['four-week maximum']).toBe(100);
  });

  test('repeat the newest week times the errors of repeating: a fortnight’s growth of a fifth is added', () => {
    expect(plan((week) => 100 * 1.2 ** (week / 2))['seasonal naive']).toBeCloseTo(100 * 1.2 ** ((WEEK - 2) / 2 + 1), 2);
  });

  test('the one in use takes the 0.90 quantile of four complete weeks and a twentieth more, in whole nodes', () => {
    const panel = tinyPanel(1, 16, (_, hour) => (Math.floor(hour / HOURS) >= WEEK - 1 ? 999 : hour % 100));
    const hours = Float64Array.from({ length: 4 * HOURS }, (_, hour) => ((WEEK - 5) * HOURS + hour) % 100).sort();
    // numpy.quantile(hours, 0.9): position 0.9 × 671 = 603.9
    const quantile = hours[603] + 0.9 * (hours[604] - hours[603]);
    expect(fourWeekRule(panel, 0, WEEK, Number.POSITIVE_INFINITY)).toBe(Math.ceil(1.05 * quantile));
  });
});
