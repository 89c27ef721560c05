import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { driftReference, jensenShannonDistance, kolmogorovSmirnov } from '../../src/index.ts';

const referenceOf = (values: ArrayLike<number>) => driftReference([values], ['x']).columns[0];
const tenths = referenceOf(Array.from({ length: 1000 }, (_, row) => row));

describe('Jensen–Shannon distance', () => {
  // scipy.spatial.distance.jensenshannon([.5, .5], [.75, .25], base=2)
  test('of a flag that goes from a half to a quarter', () => {
    expect(jensenShannonDistance(referenceOf([0, 0, 1, 1]), [0, 0, 0, 1])).toBeCloseTo(0.22089576884901735, 12);
  });

  // scipy.spatial.distance.jensenshannon([0, .25, .25, .25, .25, 0, 0], [.1, .2, .2, .1, .1, .2, .1], base=2)
  test('over bins that one side leaves empty, missing values among them', () => {
    const reference = { name: 'x', edges: [0, 1, 2, 3, 4], shares: [0, 0.25, 0.25, 0.25, 0.25, 0, 0] };
    const values = [-1, 0.5, 0.6, 1.5, 1.6, 2.5, 3.5, 9, 9, Number.NaN];
    expect(jensenShannonDistance(reference, values)).toBeCloseTo(0.5019198881041468, 12);
  });

  test('is 0 for the same and 1 for what shares no bin', () => {
    expect(jensenShannonDistance(referenceOf([1, 2]), [1, 2])).toBe(0);
    expect(jensenShannonDistance(referenceOf([1, 2]), [7, 8])).toBe(1);
  });
});

describe('Kolmogorov–Smirnov statistic', () => {
  // scipy.stats.ks_2samp([0, 0, 1, 1], [0, 0, 0, 1]).statistic, and of 1 … 10 against 4 … 9 and four times 10
  test('is that of both samples, where each value has its bin', () => {
    expect(kolmogorovSmirnov(referenceOf([0, 0, 1, 1]), [0, 0, 0, 1])).toBeCloseTo(0.25, 12);
    const after = [4, 5, 6, 7, 8, 9, 10, 10, 10, 10];
    expect(kolmogorovSmirnov(referenceOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), after)).toBeCloseTo(0.3, 12);
  });

  test('leaves missing values out, and is 1 where one side has no others', () => {
    expect(kolmogorovSmirnov(referenceOf([0, 1]), [0, 1, Number.NaN, Number.NaN])).toBe(0);
    expect(kolmogorovSmirnov(referenceOf([0, 1]), [Number.NaN])).toBe(1);
    expect(kolmogorovSmirnov(referenceOf([Number.NaN]), [Number.NaN])).toBe(0);
  });
});

test('both lie between 0 and 1, and grow with a shift', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -500, max: 1500, noNaN: true }), { minLength: 1 }), (values) => {
      for (const distance of [jensenShannonDistance, kolmogorovSmirnov]) {
        expect(distance(tenths, values)).toBeGreaterThanOrEqual(0);
        expect(distance(tenths, values)).toBeLessThanOrEqual(1 + 1e-12);
      }
    }),
  );
  for (const distance of [jensenShannonDistance, kolmogorovSmirnov]) {
    const shifted = [0, 100, 300, 600].map((by) =>
      distance(
        tenths,
        Array.from({ length: 1000 }, (_, row) => row + by),
      ),
    );
    expect(shifted).toEqual(shifted.toSorted((a, b) => a - b));
  }
});
