import { describe, expect, test } from 'vitest';
import { censoredSpiral } from '../../src/failure-modes/censored-spiral.ts';
import { SIZES } from '../../src/world/simulate.ts';

describe.each(['negative-binomial', 'heavy'] as const)('the spiral of censored usage, %s noise', (noise) => {
  const found = censoredSpiral(7, SIZES.small, noise);

  test('looks cheapest on a dashboard of usage and costs most by true demand', () => {
    const { careless, correct } = found;
    expect(careless.offlineUsd).toBeLessThan(0.5 * correct.offlineUsd);
    expect(careless.liveUsd).toBeGreaterThan(1.5 * correct.liveUsd);
  });

  test('goes down to fewer nodes than mean demand and is short in nearly half of all hours', () => {
    const { lastYearCapacityRatio, shortShare } = found.careless;
    expect(lastYearCapacityRatio).toBeLessThan(0.9);
    expect(shortShare).toBeGreaterThan(0.4);
  });

  test('does not happen to the same rule on estimated demand, which stays within 2 % of the rule on true demand', () => {
    const { correct, oracle } = found;
    expect(Math.abs(correct.lastYearCapacityRatio / oracle.lastYearCapacityRatio - 1)).toBeLessThan(0.02);
    expect(Math.abs(correct.liveUsd / oracle.liveUsd - 1)).toBeLessThan(0.01);
    expect(Math.abs(correct.shortShare - oracle.shortShare)).toBeLessThan(0.01);
  });
});
