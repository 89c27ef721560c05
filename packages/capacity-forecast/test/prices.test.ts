import { describe, expect, test } from 'vitest';
import { costOf, totalCost } from '../src/evaluation/window.ts';
import { HOURS } from '../src/label.ts';
import { costQuantile, prices } from '../src/prices.ts';

/** The hours of a week, as many nodes asked for as the hour's number. */
const demand = Float32Array.from({ length: HOURS }, (_, hour) => hour + 1);
const costAt = (level: number) => totalCost(demand, [level]);

describe('what a level costs', () => {
  test('is the idle and the missing node-hours at their prices, the missing ones at five times the price', () => {
    expect(costOf({ idle: 0, unmet: 0 })).toBe(0);
    expect(costOf({ idle: 10, unmet: 0 })).toBeCloseTo(10 * prices.idleNodeHourUsd);
    expect(costOf({ idle: 0, unmet: 10 })).toBeCloseTo(10 * prices.unmetNodeHourUsd);
    expect(prices.unmetNodeHourUsd / prices.idleNodeHourUsd).toBeCloseTo(5);
  });

  test('is least at the quantile that the prices ask for', () => {
    const costs = Array.from(demand, costAt);
    expect(costQuantile).toBeCloseTo(5 / 6, 12);
    // 5/6 of 168 hours are 140 of them: the 140th level covers exactly these, the 141st costs as much.
    expect(demand[costs.indexOf(Math.min(...costs))]).toBe(140);
    expect(costAt(141)).toBeCloseTo(costAt(140));
  });
});
