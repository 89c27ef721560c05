import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ndcgAtK } from '../../src/index.ts';

const one = (relevance: readonly number[], score: readonly number[], k: number) =>
  ndcgAtK({ relevance, score, group: relevance.map(() => 0) }, k).groups[0];

describe('ndcg at k', () => {
  // sklearn 1.7: ndcg_score([[1, 0, 0, 1, 0]], [[.9, .8, .7, .6, .5]], k=3), k=5
  test('is sklearn’s where relevance is 0 or 1', () => {
    expect(one([1, 0, 0, 1, 0], [0.9, 0.8, 0.7, 0.6, 0.5], 3).ndcg).toBeCloseTo(0.6131471927654585, 14);
    expect(one([1, 0, 0, 1, 0], [0.9, 0.8, 0.7, 0.6, 0.5], 5).ndcg).toBeCloseTo(0.8772153153380493, 14);
  });

  // g = 2 ** np.array([[3, 2, 0, 1, 2]]) - 1; s = [[.1, .5, .4, .9, .3]]
  // ndcg_score(g, s, k=3), dcg_score(g, s, k=3), dcg_score(g, g, k=3), ndcg_score(g, s)
  test('is sklearn’s of gains 2^relevance − 1 where relevance is graded', () => {
    const [relevance, score] = [
      [3, 2, 0, 1, 2],
      [0.1, 0.5, 0.4, 0.9, 0.3],
    ];
    const { ndcg, dcg, idealDcg } = one(relevance, score, 3);
    expect(ndcg).toBeCloseTo(0.27834580189645153, 14);
    expect([dcg, idealDcg]).toEqual([expect.closeTo(2.892789260714372, 13), expect.closeTo(10.392789260714371, 13)]);
    expect(one(relevance, score, 5).ndcg).toBeCloseTo(0.6368374697143302, 14);
  });

  // t = [[.5, .5, .5, .9, .3]]: ndcg_score(g, t, k=2), ndcg_score(g, t, k=3), ndcg_score(g, [[1] * 5], k=4)
  test('shares discounts between items of equal score, also across rank k', () => {
    const relevance = [3, 2, 0, 1, 2];
    expect(one(relevance, [0.5, 0.5, 0.5, 0.9, 0.3], 2).ndcg).toBeCloseTo(0.34894554313572557, 14);
    expect(one(relevance, [0.5, 0.5, 0.5, 0.9, 0.3], 3).ndcg).toBeCloseTo(0.45894953949160805, 14);
    expect(one(relevance, [1, 1, 1, 1, 1], 4).ndcg).toBeCloseTo(0.6626803089409029, 14);
  });

  // ndcg_score([[1, 0, 0], [0, 1, 0]], [[.3, .2, .1]] * 2, k=2); rows of the two groups are mixed here
  test('is the mean over groups, whose rows may stand in any order', () => {
    const { mean, groups } = ndcgAtK(
      { relevance: [0, 1, 0, 1, 0, 0], score: [0.3, 0.3, 0.2, 0.2, 0.1, 0.1], group: [8, 5, 5, 8, 8, 5] },
      2,
    );
    expect(mean).toBeCloseTo(0.8154648767857287, 14);
    expect(groups.map(({ group, ndcg }) => [group, ndcg])).toEqual([
      [5, 1],
      [8, expect.closeTo(0.6309297535714575, 14)],
    ]);
  });

  test('leaves out groups without anything relevant, where sklearn counts 0', () => {
    const rows = { relevance: [1, 0, 0, 0], score: [2, 1, 2, 1], group: [0, 0, 1, 1] };
    expect(ndcgAtK(rows, 2)).toMatchObject({ mean: 1, groups: [{ ndcg: 1 }, { ndcg: null, idealDcg: 0 }] });
    expect(ndcgAtK({ ...rows, relevance: [0, 0, 0, 0] }, 2).mean).toBeNull();
  });

  test('lies between 0 and 1, and is 1 for an order by relevance', () => {
    const items = fc.array(fc.record({ relevance: fc.integer({ min: 0, max: 4 }), score: fc.float({ noNaN: true }) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 12 }), (all, k) => {
        const relevance = all.map((item) => item.relevance);
        const { ndcg } = one(
          relevance,
          all.map(({ score }) => score),
          k,
        );
        expect(ndcg === null || (ndcg >= 0 && ndcg <= 1 + 1e-12)).toBe(true);
        if (ndcg !== null) expect(one(relevance, relevance, k).ndcg).toBeCloseTo(1, 12);
      }),
    );
  });

  test('refuses a relevance below 0 and a rank below 1', () => {
    expect(() => one([1, -1], [1, 2], 1)).toThrow('relevance of row 1 is -1');
    expect(() => one([1, 0], [1, 2], 0)).toThrow('k is 0');
  });
});
