import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { precisionAtK, rankScores } from '../../src/index.ts';

// Two weeks of four rows; the best two of week 7 are rows 1 and 2, of week 8 rows 4 and 6.
const label = [1, 1, 0, 0, 1, 0, 0, 0];
const score = [0.1, 0.9, 0.8, 0.2, 0.7, 0.3, 0.5, 0.4];
const group = [7, 7, 7, 7, 8, 8, 8, 8];

const rows = fc
  .array(
    fc.record({
      label: fc.integer({ min: 0, max: 1 }),
      score: fc.integer({ min: 0, max: 9 }),
      group: fc.integer({ min: -2, max: 2 }),
      weight: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((list) => ({
    label: list.map((row) => row.label),
    score: list.map((row) => row.score),
    group: list.map((row) => row.group),
    weight: list.map((row) => row.weight),
  }));

describe('precision at k', () => {
  test('takes the top k of every group, and says what a perfect ranking would reach', () => {
    expect(precisionAtK({ label, score, group }, 2)).toEqual({
      precision: 2 / 4,
      achievable: 3 / 4,
      recall: 2 / 3,
      groups: [
        { group: 7, size: 4, positives: 2, slots: 2, hits: 1 },
        { group: 8, size: 4, positives: 1, slots: 2, hits: 1 },
      ],
    });
  });

  test('k may follow the size of the group', () => {
    const quarter = precisionAtK({ label, score, group }, (size) => size / 4);
    expect(quarter.groups.map(({ slots, hits }) => [slots, hits])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  test('equal scores share the slots left, whatever order they are in', () => {
    const tied = { score: [9, 5, 5, 5], group: [0, 0, 0, 0] };
    expect(precisionAtK({ ...tied, label: [1, 1, 0, 0] }, 2).precision).toBeCloseTo((1 + 1 / 3) / 2, 12);
    expect(precisionAtK({ ...tied, label: [1, 0, 0, 1] }, 2).precision).toBeCloseTo((1 + 1 / 3) / 2, 12);
  });

  test('a constant score has the precision of the base rate of each group', () => {
    const constant = new Float64Array(8);
    expect(precisionAtK({ label, score: constant, group }, 2).precision).toBeCloseTo((2 * 0.5 + 2 * 0.25) / 4, 12);
  });

  test('a group smaller than k is taken whole', () => {
    const { groups, precision } = precisionAtK({ label: [1, 0], score: [2, 1], group: [0, 0] }, 200);
    expect(groups[0].slots).toBe(2);
    expect(precision).toBe(0.5);
  });

  test('a row of whole weight is that many rows, side by side', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 6 }), (list, k) => {
        const copies = list.weight.flatMap((weight, row) => Array.from({ length: weight }, () => row));
        const pick = (values: readonly number[]) => copies.map((row) => values[row]);
        const copied = { label: pick(list.label), score: pick(list.score), group: pick(list.group) };
        expect(precisionAtK(list, k)).toEqual(precisionAtK(copied, k));
      }),
    );
  });

  test('never exceeds what is achievable, and reaches it when the labels are the scores', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 6 }), (list, k) => {
        const { precision, achievable } = precisionAtK(list, k);
        expect(precision).toBeLessThanOrEqual(achievable + 1e-12);
        expect(precisionAtK({ ...list, score: list.label }, k).precision).toBeCloseTo(achievable, 12);
      }),
    );
  });

  test('a ranking made once gives the same answer', () => {
    expect(precisionAtK({ label, score: rankScores(score), group }, 2)).toEqual(
      precisionAtK({ label, score, group }, 2),
    );
  });

  test('groups without weight are left out, and no slot at all is an error', () => {
    const weight = [0, 0, 0, 0, 1, 1, 1, 1];
    expect(precisionAtK({ label, score, group, weight }, 2).groups).toHaveLength(1);
    expect(() => precisionAtK({ label, score, group }, 0)).toThrow('offer 0 slots');
    expect(() => precisionAtK({ label: [1], score: [1], group: [0.5] }, 1)).toThrow('group 0.5 of row 0 is no integer');
  });
});
