import { expect, test } from 'vitest';
import { meanExcess } from '../../src/index.ts';
import { seededUniform } from '../reference/seeded-random.ts';

test('is the mean of what lies above a bound, less the bound', () => {
  const excess = meanExcess(Float64Array.of(1, 2, 3, 5, 9), 1);
  expect([excess(0), excess(2.5), excess(3), excess(8)]).toEqual([4, 17 / 3 - 2.5, 4, 1]);
});

test('beyond the fewest values it is that of the largest ones', () => {
  const excess = meanExcess(Float64Array.of(1, 2, 3, 5, 9), 2);
  expect([excess(8), excess(50)]).toEqual([2, 2]);
});

test('of an exponential variable it is the same at every bound', () => {
  const uniform = seededUniform(5);
  const excess = meanExcess(Float64Array.from({ length: 50_000 }, () => -Math.log(1 - uniform())).sort());
  for (const bound of [0, 1, 2]) expect(Math.abs(excess(bound) - 1)).toBeLessThan(0.05);
});
