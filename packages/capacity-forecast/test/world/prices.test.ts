import { describe, expect, test } from 'vitest';
import { hourCostUsd, prices, SERVICE_LEVEL } from '../../src/world/prices.ts';

describe('the price of an hour', () => {
  test('is nothing where the level is met exactly, and grows on both sides, five times as fast where nodes are short', () => {
    expect(hourCostUsd(100, 100)).toBe(0);
    expect(hourCostUsd(110, 100)).toBeCloseTo(10 * prices.idleNodeHourUsd);
    expect(hourCostUsd(90, 100)).toBeCloseTo(10 * prices.unmetNodeHourUsd);
    expect(hourCostUsd(90, 100) / hourCostUsd(110, 100)).toBeCloseTo(5);
  });

  test('is least at the quantile of the service level', () => {
    const demand = Array.from({ length: 121 }, (_, hour) => hour + 1);
    const costs = demand.map((nodes) => demand.reduce((sum, asked) => sum + hourCostUsd(nodes, asked), 0));
    const cheapest = demand[costs.indexOf(Math.min(...costs))];
    expect(SERVICE_LEVEL).toBeCloseTo(5 / 6, 12);
    // 5/6 of 121 hours is 100.8 of them.
    expect(cheapest).toBe(101);
  });
});
