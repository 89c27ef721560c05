import { expect, test } from 'vitest';
import { acrossWorlds } from '../src/index.ts';

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
