import { expect, test } from 'vitest';
import { tellingCases } from '../../src/index.ts';

test('finds the ends of a score, and the row it was most mistaken about', () => {
  const score = [0.2, 0.9, 0.1, 0.9, 0.3];
  expect(tellingCases(score, [0, 1, 0, 0, 1])).toEqual({ highest: 1, lowest: 2, surprising: 3 });
  expect(tellingCases(score, [0, 1, Number.NaN, Number.NaN, 1])).toMatchObject({ surprising: 4 });
  expect(
    tellingCases(
      score,
      score.map(() => Number.NaN),
    ).surprising,
  ).toBeUndefined();
});

test('tells the ends of a chance that ties apart by what it was made of', () => {
  const [chance, margin] = [
    [0.6, 0.6, 0.6],
    [1.2, 1.4, 1.1],
  ];
  expect(tellingCases(chance, [1, 1, 0], margin)).toEqual({ highest: 1, lowest: 2, surprising: 2 });
});
