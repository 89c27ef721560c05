import { expect, test } from 'vitest';
import { averagePrecision, noRule, rankScores, unknownLast } from '../../src/index.ts';

test('who knows nothing scores the share of positives, however many rows', () => {
  const scores = noRule.score(null, [4, 5, 6, 7]);
  expect(averagePrecision([0, 1, 0, 0], Float32Array.from(scores))).toBe(0.25);
});

test('rows that nothing is said of come last and are equal, below any score of the others', () => {
  const scores = unknownLast([0.2, Number.NaN, -7e5, Number.NaN]);
  expect(Array.from(rankScores(scores).order.slice(0, 2))).toEqual([0, 2]);
  expect(scores[1]).toBe(scores[3]);
});
