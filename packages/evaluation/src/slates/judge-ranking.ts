import { averagePrecision } from '../metrics/average-precision.ts';
import { ndcgAtK } from '../metrics/ndcg-at-k.ts';
import type { AskedPages, Worth } from './asked-pages.ts';
import { type Ranking, slateOf } from './rank-candidates.ts';

/** What somebody's order of the candidates is worth on each page; NaN where a page has nothing to be found. */
export interface RankedPages {
  readonly ndcg: Float64Array;
  readonly ndcgByOpens: Float64Array;
  /** Over the whole catalogue. */
  readonly averagePrecision: Float64Array;
  /** Of the k: the share that succeeds, if all are looked at. */
  readonly precision: Float64Array;
  /** Chance that any of them succeeds, and how many do on average, where they are looked at; NaN where nobody knows who looks where. */
  readonly success: Float64Array;
  readonly successes: Float64Array;
}

/**
 * Judges an order of the candidates as slates, page by page. Who looks at a position and what succeeds there are taken to be
 * independent (the examination hypothesis; Richardson, Dominowska & Ragno 2007).
 */
export function judgeRanking(pages: AskedPages, ranking: Ranking): RankedPages {
  const { worth, opens, k, examined } = pages;
  const ofPages = (figureOf: (slate: Float64Array, page: number) => number) =>
    Float64Array.from(worth.catalogue, (_, page) =>
      figureOf(
        Float64Array.from(slateOf(pages, ranking, page), (candidate) => worth.ofCandidate[candidate]),
        page,
      ),
    );
  const seen = (figureOf: (slate: Float64Array, examined: readonly number[]) => number) =>
    ofPages((slate) => (examined === null ? Number.NaN : figureOf(slate, examined)));
  return {
    ndcg: ndcgOf(pages, ranking, worth),
    ndcgByOpens: ndcgOf(pages, ranking, opens),
    averagePrecision: Float64Array.from(worth.catalogue, (_, page) => averagePrecisionOf(pages, ranking, page)),
    precision: ofPages((slate) => slate.reduce((sum, one) => sum + one, 0) / k),
    success: seen((slate, looks) => 1 - slate.reduce((none, one, at) => none * (1 - looks[at] * one), 1)),
    successes: seen((slate, looks) => slate.reduce((sum, one, at) => sum + looks[at] * one, 0)),
  };
}

/** Against the best k of the whole catalogue, whether retrieval found them or not. */
function ndcgOf(pages: AskedPages, ranking: Ranking, { ofCandidate, catalogue }: Worth): Float64Array {
  const shown = catalogue.map((_, page) => Array.from(slateOf(pages, ranking, page), (one) => ofCandidate[one]));
  const ideal = catalogue.map((listed) => listed.slice(0, pages.k).map(({ worth }) => worth));
  const [reached, best] = [discountedGain(shown, pages.k), discountedGain(ideal, pages.k)];
  return reached.map((gain, page) => (best[page] > 0 ? gain / best[page] : Number.NaN));
}

/** Of each page, of relevances in the order they are shown in. */
function discountedGain(slates: readonly (readonly number[])[], k: number): Float64Array {
  const gain = new Float64Array(slates.length);
  const rows = {
    relevance: slates.flat(),
    score: slates.flatMap((slate) => slate.map((_, at) => -at)),
    group: slates.flatMap((slate, page) => slate.map(() => page)),
  };
  for (const { group, dcg } of ndcgAtK(rows, k).groups) gain[group] = dcg;
  return gain;
}

/** Whatever is in the catalogue and no candidate is one last row that stands for all of it. */
function averagePrecisionOf({ worth, starts, catalogueSize }: AskedPages, ranking: Ranking, page: number): number {
  const relevance = Array.from(ranking.subarray(starts[page], starts[page + 1]), (one) => worth.ofCandidate[one]);
  const missed = worth.catalogue[page].filter(({ candidate }) => candidate < 0);
  const others = Math.max(missed.length, catalogueSize[page] - relevance.length);
  const label = [...relevance, others > 0 ? missed.reduce((sum, one) => sum + one.worth, 0) / others : 0];
  if (!label.some((one) => one > 0)) return Number.NaN;
  const score = label.map((_, at) => -at);
  return averagePrecision(
    label,
    score,
    label.map((_, at) => (at < relevance.length ? 1 : others)),
  );
}
