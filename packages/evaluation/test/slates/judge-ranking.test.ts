import { describe, expect, it, test } from 'vitest';
import { type AskedPages, judgeRanking, rankCandidates, retrievalRecall, slateOf } from '../../src/index.ts';
import { literalPages } from './literal-pages.ts';

/** Ranks the candidates by scores in the order of the page. */
const judge = (pages: AskedPages, ...scores: number[]) =>
  judgeRanking(pages, rankCandidates(pages, Float64Array.from(scores)));

/** Two of three were found; ten may be shown. */
const page = literalPages([{ found: { good: 0.5, poor: 0.2 }, missed: { best: 0.8 }, catalogueSize: 10 }]);

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

  it('knows of no success where nobody knows who looks where', () => {
    const { success, successes, ndcg } = judge({ ...page, examined: null }, 2, 1);
    expect([success[0], successes[0]]).toEqual([Number.NaN, Number.NaN]);
    expect(ndcg[0]).toBeGreaterThan(0);
  });

  it('finds the rest of the catalogue last: eight others hold the one that was missed', () => {
    // Recall rises by .5/1.5 at precision .5, by .2/1.5 at .7/2, and by .8/1.5 at 1.5/10.
    expect(judge(page, 2, 1).averagePrecision[0]).toBeCloseTo((0.5 * 0.5 + 0.2 * 0.35 + 0.8 * 0.15) / 1.5, 12);
  });

  it('is 0 for a page of which nothing was found, and undefined where nothing is worth anything', () => {
    const { ndcg, success } = judge(literalPages([{ found: {}, missed: { a: 0.4 } }, { found: { b: 0 } }]), 1);
    expect([...ndcg]).toEqual([0, Number.NaN]);
    expect([...success]).toEqual([0, 0]);
  });
});

test('equal scores stand in an order by lot, and not as retrieval found them', () => {
  const pages = literalPages(Array.from({ length: 400 }, () => ({ found: { a: 0, b: 0 } })));
  const ranking = rankCandidates(pages, new Float64Array(800));
  const firsts = pages.cluster.reduce((sum, _, at) => sum + Number(slateOf(pages, ranking, at)[0] === 2 * at), 0);
  expect(firsts).toBeGreaterThan(150);
  expect(firsts).toBeLessThan(250);
});

test('retrieval is judged by what the best of a page are worth, new tasks and repeats apart', () => {
  const half = { found: { a: 0.5 }, missed: { b: 0.5 } };
  const pages = { ...literalPages([half, { found: { a: 0.3 } }]), isNewTask: Uint8Array.of(1, 0) };
  expect(retrievalRecall(pages).newTask).toBeCloseTo(0.5, 12);
  expect(retrievalRecall(pages).repeat).toBe(1);
  expect(retrievalRecall(pages).all).toBeCloseTo(0.75, 12);
  expect(retrievalRecall(literalPages([half])).newTask).toBeNull();
});

test('a catalogue lists candidates and what was missed, best first', () => {
  expect(page.worth.catalogue[0].map(({ candidate }) => candidate)).toEqual([-1, 0, 1]);
  expect([...page.worth.ofCandidate]).toEqual([0.5, 0.2]);
});
