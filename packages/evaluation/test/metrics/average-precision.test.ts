import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { averagePrecision } from '../../src/index.ts';
import { averagePrecisionByRows } from '../reference/pair-counting.ts';
import { label, score, tiedRows, weight } from '../reference/tied-rows.ts';

describe('average precision', () => {
  // from sklearn.metrics import average_precision_score as ap  (scikit-learn 1.9.1)
  // ap(label, score), ap(label, score, sample_weight=weight)
  test('matches sklearn on eight rows with ties, with and without weights', () => {
    expect(averagePrecision(label, score)).toBeCloseTo(0.8333333333333333, 14);
    expect(averagePrecision(label, score, weight)).toBeCloseTo(0.757085020242915, 14);
  });

  test('equals its slow twin on tied and weighted rows', () => {
    fc.assert(
      fc.property(tiedRows, (rows) => {
        const expected = averagePrecisionByRows(rows.label, rows.score, rows.weight);
        expect(averagePrecision(rows.label, rows.score, rows.weight)).toBeCloseTo(expected, 12);
      }),
    );
  });

  test('does not depend on the order of tied rows', () => {
    const reversed = averagePrecision(label.toReversed(), score.toReversed());
    expect(reversed).toBe(averagePrecision(label, score));
  });

  test('throws without a positive instead of answering 0', () => {
    expect(() => averagePrecision([0, 0], [0.1, 0.2])).toThrow('no positive among 2 rows');
    expect(() => averagePrecision([0, 1], [0.1, 0.2], [1, 0])).toThrow('no positive');
  });
});
