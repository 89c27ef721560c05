import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOf, totalCost } from '../../src/evaluation/window.ts';
import { HOURS } from '../../src/label.ts';
import { costQuantile } from '../../src/settings.ts';

/** A week of 100 nodes an hour, but for ten hours of 130. */
const week = new Float32Array(HOURS).fill(100).fill(130, 40, 50);

describe('the cost of a level', () => {
  test('is $0.60 for a node-hour that waits and $3.00 for one that is missing', () => {
    expect(costOf({ idle: 10, unmet: 0 })).toBeCloseTo(6, 12);
    expect(costOf({ idle: 0, unmet: 10 })).toBeCloseTo(30, 12);
    expect(costOf({ idle: 10, unmet: 10 })).toBeCloseTo(6 + 30, 12);
  });

  // 158 hours × 10 idle × $0.60 + 10 hours × 20 unmet × $3.00
  test('adds up over the hours of a week', () => {
    expect(totalCost(week, [110])).toBeCloseTo(948 + 600, 9);
  });

  test('is nothing where the level is met exactly', () => {
    expect(totalCost(new Float32Array(HOURS).fill(100), [100])).toBe(0);
  });

  test('is least at the quantile of five hours in six, whatever the hours are', () => {
    expect(costQuantile).toBeCloseTo(5 / 6, 12);
    const hours = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: HOURS, maxLength: HOURS });
    fc.assert(
      fc.property(hours, fc.integer({ min: 0, max: 300 }), (demand, level) => {
        const best = demand.toSorted((a, b) => a - b)[Math.ceil(costQuantile * HOURS) - 1];
        const hourly = Float32Array.from(demand);
        expect(totalCost(hourly, [best])).toBeLessThanOrEqual(totalCost(hourly, [level]) + 1e-6);
      }),
    );
  });
});
