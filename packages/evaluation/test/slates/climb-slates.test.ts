import { expect, test } from 'vitest';
import { climbSlates, judgeRanking, type NamedRung, rankCandidates, shippedSlates } from '../../src/index.ts';
import { literalPages } from './literal-pages.ts';

/** Thirty users with a page each, on which the second of two items is worth more. */
const pages = literalPages(Array.from({ length: 30 }, () => ({ found: { poor: 0.1, good: 0.8 } })));

const ladderOf = (rungs: readonly (NamedRung & { readonly score: (candidate: number) => number })[]) => {
  const ranked = rungs.map(({ name, role, score }) => {
    const ranking = rankCandidates(
      pages,
      Float64Array.from(pages.item, (_, candidate) => score(candidate)),
    );
    return { name, role, ranking, pages: judgeRanking(pages, ranking) };
  });
  return climbSlates(pages, ranked, { replicates: 50, level: 0.95, seed: 1 });
};
const poorFirst = (candidate: number) => -(candidate % 2);
const goodFirst = (candidate: number) => candidate % 2;

test('of slates the model ships where its NDCG is better by more than noise, and else the better of the simpler rungs', () => {
  const rule = { name: 'rule', role: 'incumbent', score: poorFirst } as const;
  const better = ladderOf([rule, { name: 'trees', role: 'model', score: goodFirst }]);
  expect(shippedSlates(better)).toMatchObject({ ships: { name: 'trees' }, bestSimpler: { name: 'rule' } });
  const line = { name: 'line', role: 'simple', score: goodFirst } as const;
  const equal = ladderOf([rule, line, { name: 'trees', role: 'model', score: goodFirst }]);
  expect(shippedSlates(equal)).toMatchObject({ ships: { name: 'line' }, modelEarnsItsPlace: false });
});
