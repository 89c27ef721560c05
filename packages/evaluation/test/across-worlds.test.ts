import { describe, expect, it, test } from 'vitest';
import { acrossWorlds, pooledAcrossWorlds } from '../src/index.ts';

// scipy.stats.t.interval(0.95, 4, loc=np.mean(x), scale=scipy.stats.sem(x)) for x = [1, 2, 3, 4, 10]
test('has the mean of five worlds with the interval of Student', () => {
  const { estimate, low, high, least, most } = acrossWorlds([1, 2, 3, 4, 10]);
  expect([estimate, least, most]).toEqual([4, 1, 10]);
  // s = √12.5, so 4 ± 2.7764 · √(12.5 / 5)
  expect(low).toBeCloseTo(4 - 4.389, 3);
  expect(high).toBeCloseTo(4 + 4.389, 3);
});

test('refuses a single world, more than twenty, and a figure that is none', () => {
  expect(() => acrossWorlds([1])).toThrow('expected a number for each of 2 to 20 worlds');
  expect(() => acrossWorlds(Array.from({ length: 21 }, () => 1))).toThrow('2 to 20 worlds');
  expect(() => acrossWorlds([1, Number.NaN])).toThrow('found 1, NaN');
});

describe('a figure of worlds taken together', () => {
  const mean = (worlds: readonly number[]) => worlds.reduce((sum, one) => sum + one, 0) / worlds.length;

  it('has the interval of their mean where it is a mean', () => {
    const worlds = [1, 2, 4, 9];
    const { estimate, low, high, standardError } = acrossWorlds(worlds);
    const pooled = pooledAcrossWorlds(worlds, mean);
    expect(pooled.estimate).toBe(estimate);
    for (const [found, expected] of [
      [pooled.low, low],
      [pooled.high, high],
      [pooled.standardError, standardError],
    ])
      expect(found).toBeCloseTo(expected, 10);
  });

  // Delta method on the log of the mean rate 0.1: standard error of the mean / 0.1.
  it('exists where it does not in a single one: the log of a rate that some worlds do not show', () => {
    const rates = Array.from({ length: 20 }, (_, world) => (world % 2 === 0 ? 0 : 0.2));
    const pooled = pooledAcrossWorlds(rates, (worlds) => Math.log(mean(worlds)));
    expect(pooled.estimate).toBeCloseTo(Math.log(0.1), 10);
    expect(pooled.standardError).toBeCloseTo(acrossWorlds(rates).standardError / 0.1, 1);
  });
});
