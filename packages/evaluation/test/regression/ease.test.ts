import { describe, expect, it } from 'vitest';
import { fitEase, type Interactions } from '../../src/index.ts';
import { easeByItems } from '../reference/ease-by-items.ts';
import { seededUniform } from '../reference/seeded-random.ts';

function interactionsOf(matrix: readonly (readonly number[])[]): Interactions {
  const pairs = matrix.flatMap((row, user) => row.flatMap((used, item) => (used ? [{ user, item }] : [])));
  return {
    users: matrix.length,
    items: matrix[0].length,
    user: pairs.map(({ user }) => user),
    item: pairs.map(({ item }) => item),
  };
}

describe('fitEase', () => {
  // Two users of both items: XᵀX + I = [[3, 2], [2, 3]], its inverse [[3, −2], [−2, 3]] / 5, so B(0, 1) = 2 / 3.
  it('weighs two items that go together by the closed form', () => {
    const score = fitEase(
      interactionsOf([
        [1, 1],
        [1, 1],
      ]),
      1,
    );
    expect(score(0, 0)).toBeCloseTo(2 / 3, 12);
    expect(score(1, 1)).toBeCloseTo(2 / 3, 12);
  });

  it('is the slow inverse over items, whether users are fewer or more', () => {
    for (const [users, items] of [
      [12, 30],
      [30, 12],
    ]) {
      const uniform = seededUniform(users);
      const matrix = Array.from({ length: users }, () => Array.from({ length: items }, () => Number(uniform() < 0.2)));
      const score = fitEase(interactionsOf(matrix), 3);
      const slow = easeByItems(matrix, 3);
      for (let user = 0; user < users; user++)
        for (let item = 0; item < items; item++) expect(score(user, item)).toBeCloseTo(slow[user][item], 9);
    }
  });

  it('lets nothing recommend itself, and knows nothing of an item that nobody used', () => {
    const score = fitEase(
      interactionsOf([
        [1, 0, 0],
        [0, 1, 0],
      ]),
      2,
    );
    expect(score(0, 0)).toBeCloseTo(0, 12);
    expect(score(0, 2)).toBe(0);
  });

  it('counts a pair that comes twice once', () => {
    const once = interactionsOf([
      [1, 1],
      [1, 0],
    ]);
    const twice = { ...once, user: [0, 0, 1, 0], item: [0, 1, 0, 1] };
    expect(fitEase(twice, 1)(1, 1)).toBe(fitEase(once, 1)(1, 1));
  });
});
