import { expect, test } from 'vitest';
import { sampleFeatures, sampleRows } from '../src/sampling.ts';

test('parts all rows into a share and the rest', () => {
  const order = new Uint32Array(10_000);
  const size = sampleRows(order, 0.3, 42, 0);
  expect(Math.abs(size - 3000)).toBeLessThan(4 * Math.sqrt(10_000 * 0.3 * 0.7));
  expect([...order].sort((a, b) => a - b)).toEqual([...Array(10_000).keys()]);
});

test('repeats itself for a seed and round, and differs between rounds and seeds', () => {
  const order = new Uint32Array(1000);
  const draw = (seed: number, round: number): string => order.subarray(0, sampleRows(order, 0.5, seed, round)).join();
  expect(draw(1, 2)).toBe(draw(1, 2));
  expect(new Set([draw(1, 2), draw(1, 3), draw(2, 2), draw(2, 1), draw(2 ** 40 + 1, 2)]).size).toBe(5);
});

test('takes each feature about equally often, ascending and at least one', () => {
  const counts = new Uint32Array(10);
  for (let round = 0; round < 1000; round++) {
    const features = sampleFeatures(10, 0.4, 7, round);
    expect([...features]).toEqual([...new Set(features)].sort((a, b) => a - b));
    expect(features).toHaveLength(4);
    for (const feature of features) counts[feature]++;
  }
  for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(4 * Math.sqrt(1000 * 0.4 * 0.6));
  expect(sampleFeatures(3, 0.01, 7, 0)).toHaveLength(1);
});
