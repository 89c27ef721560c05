import { describe, expect, it } from 'vitest';
import type { JudgedPages } from '../../src/evaluation/pages.ts';
import { judgeRanking, rankCandidates, slateOf } from '../../src/evaluation/rank-candidates.ts';
import { literalPages } from '../literal-pages.ts';

/** Ranks the candidates by scores in the order of the page. */
const judge = (pages: JudgedPages, ...scores: number[]) =>
  judgeRanking(pages, rankCandidates(pages, Float64Array.from(scores)));

/** Two of three were found; ten may be opened. */
const page = literalPages([
  {
    permitted: 10,
    notebooks: [
      { id: 'good', worth: 0.5 },
      { id: 'poor', worth: 0.2 },
      { id: 'best', worth: 0.8, isMissed: true },
    ],
  },
]);

describe('judgeRanking', () => {
  it('holds NDCG against the whole catalogue, what was missed included', () => {
    const gain = (worth: number) => 2 ** worth - 1;
    const ideal = gain(0.8) + gain(0.5) / Math.log2(3) + gain(0.2) / 2;
    expect(judge(page, 2, 1).ndcg[0]).toBeCloseTo((gain(0.5) + gain(0.2) / Math.log2(3)) / ideal, 12);
    expect(judge(page, 1, 2).ndcg[0]).toBeCloseTo((gain(0.2) + gain(0.5) / Math.log2(3)) / ideal, 12);
  });

  it('counts what succeeds where it is looked at: all at first place, 55 % at second', () => {
    const { success, successes, precision } = judge(page, 2, 1);
    expect(success[0]).toBeCloseTo(1 - 0.5 * (1 - 0.55 * 0.2), 12);
    expect(successes[0]).toBeCloseTo(0.5 + 0.55 * 0.2, 12);
    expect(precision[0]).toBeCloseTo(0.7 / 5, 12);
  });

  it('finds the rest of the catalogue last: eight others hold the one that was missed', () => {
    // Recall rises by .5/1.5 at precision .5, by .2/1.5 at .7/2, and by .8/1.5 at 1.5/10.
    expect(judge(page, 2, 1).averagePrecision[0]).toBeCloseTo((0.5 * 0.5 + 0.2 * 0.35 + 0.8 * 0.15) / 1.5, 12);
  });

  it('is 0 for a page of which nothing was found, and undefined where nothing is worth anything', () => {
    const { ndcg, success } = judge(
      literalPages([{ notebooks: [{ id: 'a', worth: 0.4, isMissed: true }] }, { notebooks: [{ id: 'b' }] }]),
      1,
    );
    expect([...ndcg]).toEqual([0, Number.NaN]);
    expect([...success]).toEqual([0, 0]);
  });
});

it('orders equal scores by lot, and not as retrieval found them', () => {
  const pages = literalPages(Array.from({ length: 400 }, () => ({ notebooks: [{ id: 'a' }, { id: 'b' }] })));
  const ranking = rankCandidates(pages, new Float64Array(800));
  const firsts = pages.request.reduce((sum, _, at) => sum + Number(slateOf(pages, ranking, at)[0] === 2 * at), 0);
  expect(firsts).toBeGreaterThan(150);
  expect(firsts).toBeLessThan(250);
});
