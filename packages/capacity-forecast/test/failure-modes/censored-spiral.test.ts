import { describe, expect, test } from 'vitest';
import { type CensoredSpiral, censoredSpiral, type SpiralPolicy } from '../../src/failure-modes/censored-spiral.ts';
import { SIZES } from '../../src/world/simulate.ts';

describe.each(['negative-binomial', 'heavy'] as const)('the spiral of censored usage, %s noise', (noise) => {
  const found: CensoredSpiral = censoredSpiral(7, SIZES.small, noise);
  const lastYear = ({ capacityRatio }: SpiralPolicy) => mean(capacityRatio.slice(-52));

  test('looks cheapest on a dashboard of usage and costs most by true demand', () => {
    const { careless, correct } = found;
    expect(careless.offlineUsd).toBeLessThan(0.5 * correct.offlineUsd);
    expect(careless.liveUsd).toBeGreaterThan(1.5 * correct.liveUsd);
  });

  test('goes down to fewer nodes than mean demand and is short in nearly half of all hours', () => {
    const { capacityRatio, shortShare } = found.careless;
    expect(capacityRatio[0]).toBeGreaterThan(1.2);
    expect(lastYear(found.careless)).toBeLessThan(0.9);
    expect(shortShare).toBeGreaterThan(0.4);
  });

  test('does not happen to the same rule on estimated demand, which stays within 2 % of the rule on true demand', () => {
    const { correct, oracle } = found;
    expect(Math.abs(lastYear(correct) / lastYear(oracle) - 1)).toBeLessThan(0.02);
    expect(Math.abs(correct.liveUsd / oracle.liveUsd - 1)).toBeLessThan(0.01);
    expect(Math.abs(correct.shortShare - oracle.shortShare)).toBeLessThan(0.01);
  });
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
