import { describe, expect, test } from 'vitest';
import { averagePrecision, placesOf, rankScores, rocAuc } from '../../src/index.ts';
import { label, score, weight } from '../reference/tied-rows.ts';

describe('a ranking made once', () => {
  test('serves every weighting with the same answers as the scores themselves', () => {
    const ranked = rankScores(score);
    expect([...ranked.order]).toEqual([7, 3, 6, 1, 4, 5, 2, 0]);
    expect([...ranked.tieEnd]).toEqual([1, 1, 1, 0, 0, 1, 1, 1]);
    expect(averagePrecision(label, ranked, weight)).toBe(averagePrecision(label, score, weight));
    expect(rocAuc(label, ranked)).toBe(rocAuc(label, score));
  });

  test('a weight of two is the row twice, a weight of zero no row', () => {
    const twice = averagePrecision([...label, 0], [...score, 0.7]);
    const multiplicity = [1, 1, 1, 1, 1, 1, 2, 1];
    expect(averagePrecision(label, score, multiplicity)).toBeCloseTo(twice, 14);
    const without = averagePrecision(label.slice(1), score.slice(1));
    expect(averagePrecision(label, score, [0, 1, 1, 1, 1, 1, 1, 1])).toBeCloseTo(without, 14);
  });

  test('NaN has no rank, infinities do', () => {
    expect(() => rankScores([0.1, Number.NaN])).toThrow('score of row 1 is NaN');
    expect([...rankScores([-Infinity, Infinity, 0]).order]).toEqual([1, 2, 0]);
  });
});

describe('placesOf', () => {
  test('gives every row a place of its own, the highest score first, equal ones by their tie-break and then their row', () => {
    const tieBreak = [4, 2 ** 32 - 1, 0, 7, 0];
    expect(Array.from(placesOf([1, 5, 1, 9, 1], (row) => tieBreak[row]))).toEqual([4, 1, 2, 0, 3]);
  });
});
