import { describe, expect, test } from 'vitest';
import { lift } from '../../src/index.ts';

describe('lift', () => {
  test('of a perfect ranking is one over the base rate until all positives are taken', () => {
    const points = lift([1, 1, 0, 0, 0, 0, 0, 0], [8, 7, 6, 5, 4, 3, 2, 1], [0.125, 0.25, 0.5, 1]);
    expect(points.map((point) => point.lift)).toEqual([4, 4, 2, 1]);
    expect(points.map((point) => point.captured)).toEqual([0.5, 1, 1, 1]);
  });

  test('takes part of a row where the fraction falls inside one', () => {
    expect(lift([1, 0], [2, 1], [0.25])).toEqual([{ fraction: 0.25, captured: 0.5, lift: 2 }]);
  });

  test('refuses a fraction that is no share of the rows', () => {
    expect(() => lift([1, 0], [2, 1], [0])).toThrow('fraction 0 is not in (0, 1]');
  });
});
