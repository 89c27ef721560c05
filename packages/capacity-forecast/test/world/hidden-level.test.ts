import { describe, expect, test } from 'vitest';
import { drawHiddenLevel, levelVariance } from '../../src/world/hidden-level.ts';
import { level } from '../../src/world/planted.ts';
import { drawPopulation } from '../../src/world/population.ts';
import { SIZES } from '../../src/world/simulate.ts';
import { mean } from './histories.ts';

describe('the hidden level', () => {
  const large = drawPopulation(7, SIZES.large);
  const hiddenLevel = drawHiddenLevel(7, large);
  const days = Array.from({ length: 700 }, (_, d) => d);
  const everySeries = Array.from({ length: large.series }, (_, i) => i);
  const stepsOf = (i: number) => days.map((d) => hiddenLevel(i, d + 1) - level.persistence * hiddenLevel(i, d));

  test('moves by 2 % a day, a fifth of its variance with the region', () => {
    const variance = mean(everySeries.map((i) => mean(stepsOf(i).map((step) => step ** 2))));
    expect(Math.sqrt(variance)).toBeCloseTo(level.dailySigma, 3);
    const inRegion = mean(everySeries.filter((i) => i % 8 < 7).map((i) => covariance(stepsOf(i), stepsOf(i + 1))));
    expect(inRegion / variance).toBeGreaterThan(level.regionShare - 0.03);
    expect(inRegion / variance).toBeLessThan(level.regionShare + 0.03);
  });

  test('is as uncertain after n days as the oracle believes', () => {
    for (const ahead of [4, 10]) {
      const errors = everySeries.flatMap((i) =>
        days
          .filter((d) => d % 10 === 0)
          .map((d) => hiddenLevel(i, d + ahead) - level.persistence ** ahead * hiddenLevel(i, d)),
      );
      expect(mean(errors.map((error) => error ** 2)) / levelVariance(ahead)).toBeCloseTo(1, 1);
    }
  });
});

function covariance(a: readonly number[], b: readonly number[]): number {
  return mean(a.map((value, at) => value * b[at])) - mean(a) * mean(b);
}
