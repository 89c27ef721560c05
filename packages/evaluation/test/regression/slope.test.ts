import { expect, test } from 'vitest';
import { slopeOf } from '../../src/index.ts';

// Σ(x − 3)(y − 4.75) / Σ(x − 3)² = 14 / 10
test('is that of the least-squares line; pairs with a gap are left out', () => {
  expect(slopeOf([1, 2, 4, 5], [2, 3, 7, 7])).toBeCloseTo(1.4, 12);
  expect(slopeOf([1, 2, Number.NaN, 4, 5, 9], [2, 3, 50, 7, 7, Number.NaN])).toBeCloseTo(1.4, 12);
});

test('is unknown where x never changes', () => {
  expect(slopeOf([3, 3], [1, 2])).toBeNaN();
});
