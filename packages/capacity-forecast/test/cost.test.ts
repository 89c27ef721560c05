import { describe, expect, it } from 'vitest';
import { costOf, outcomesOf } from '../src/cost.ts';
import { HOURS } from '../src/label.ts';

/** Ten nodes asked for in every hour of a week but the first two, which asked for 14 and 13. */
const week = new Float32Array(HOURS).fill(10);
week.set([14, 13]);

describe('outcomesOf', () => {
  it('counts what waited, what was missing and the hours in which it was', () => {
    expect(outcomesOf(week, [12])).toEqual([{ idle: 166 * 2, unmet: 2 + 1, shortHours: 2 }]);
  });

  it('is not short in an hour that asks for the level itself', () => {
    expect(outcomesOf(week, [13])).toEqual([{ idle: 166 * 3, unmet: 1, shortHours: 1 }]);
  });

  it('gives every row its own level and its own 168 hours', () => {
    const flat = new Float32Array(2 * HOURS).fill(10, 0, HOURS).fill(20, HOURS);
    expect(outcomesOf(flat, [11, 18])).toEqual([
      { idle: 168, unmet: 0, shortHours: 0 },
      { idle: 0, unmet: 336, shortHours: 168 },
    ]);
  });
});

describe('costOf', () => {
  it('charges $0.60 for an hour a node waited and $3.00 for one it was missing', () => {
    expect(costOf({ idle: 10, unmet: 0 })).toBeCloseTo(6, 12);
    expect(costOf({ idle: 0, unmet: 10 })).toBeCloseTo(30, 12);
    expect(costOf({ idle: 332, unmet: 3 })).toBeCloseTo(199.2 + 9, 12);
  });

  it('multiplies the price of what was missing alone', () => {
    expect(costOf({ idle: 10, unmet: 10 }, 4)).toBeCloseTo(6 + 120, 12);
    expect(costOf({ idle: 10, unmet: 10 }, 0.25)).toBeCloseTo(6 + 7.5, 12);
  });
});
