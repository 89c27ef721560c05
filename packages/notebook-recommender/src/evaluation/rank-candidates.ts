import * as evaluation from '@applied-modeling/evaluation';
import { evaluateSettings } from '../settings.ts';
import { reaction } from '../world/planted.ts';
import type { JudgedPages, Worth } from './pages.ts';

/** Candidates in somebody's order, page after page: those of page p begin at `starts[p]`, best first. */
export type Ranking = Int32Array;

/** What somebody's order of the candidates is worth on each page; NaN where a page has nothing to be found. */
export interface RankedPages {
  readonly ndcg: Float64Array;
  readonly ndcgByOpens: Float64Array;
  /** Over the whole permitted catalogue. */
  readonly averagePrecision: Float64Array;
  /** Of the five: the share that succeeds, if all are looked at. */
  readonly precision: Float64Array;
  /** Chance that any of the five succeeds, and how many do on average, where they are looked at; NaN without the truth. */
  readonly success: Float64Array;
  readonly successes: Float64Array;
}

const K = evaluateSettings.slate;

/** Larger scores first. Equal ones are put in an order by lot, so that no rule gains by the order in which retrieval asks. */
export function rankCandidates({ page, starts }: JudgedPages, score: Float64Array): Ranking {
  const place = evaluation.placesOf(score, lotOf);
  const order = new Uint32Array(place.length);
  for (const [candidate, at] of place.entries()) order[at] = candidate;
  const ranking = new Int32Array(place.length);
  const filled = starts.slice();
  for (const candidate of order) ranking[filled[page[candidate]]++] = candidate;
  return ranking;
}

/** The first five of a page, or as many as there are. */
export function slateOf({ starts }: JudgedPages, ranking: Ranking, page: number): Int32Array {
  return ranking.subarray(starts[page], Math.min(starts[page] + K, starts[page + 1]));
}

export function judgeRanking(pages: JudgedPages, ranking: Ranking): RankedPages {
  const { worth, truth, opens, request } = pages;
  const examined = reaction.examined;
  const ofPages = (figureOf: (slate: Float64Array, page: number) => number) =>
    Float64Array.from(request, (_, page) =>
      figureOf(
        Float64Array.from(slateOf(pages, ranking, page), (candidate) => worth.ofCandidate[candidate]),
        page,
      ),
    );
  const inTruth = (figureOf: (slate: Float64Array) => number) =>
    ofPages((slate) => (truth === null ? Number.NaN : figureOf(slate)));
  return {
    ndcg: ndcgOf(pages, ranking, worth),
    ndcgByOpens: ndcgOf(pages, ranking, opens),
    averagePrecision: Float64Array.from(request, (_, page) => averagePrecisionOf(pages, ranking, page)),
    precision: ofPages((slate) => slate.reduce((sum, one) => sum + one, 0) / K),
    success: inTruth((slate) => 1 - slate.reduce((none, one, at) => none * (1 - examined[at] * one), 1)),
    successes: inTruth((slate) => slate.reduce((sum, one, at) => sum + examined[at] * one, 0)),
  };
}

/** Against the best five of the whole permitted catalogue, whether retrieval found them or not. */
function ndcgOf(pages: JudgedPages, ranking: Ranking, { ofCandidate, catalogue }: Worth): Float64Array {
  const shown = catalogue.map((_, page) => Array.from(slateOf(pages, ranking, page), (one) => ofCandidate[one]));
  const ideal = catalogue.map((listed) => listed.slice(0, K).map(({ worth }) => worth));
  const [reached, best] = [discountedGain(shown), discountedGain(ideal)];
  return reached.map((gain, page) => (best[page] > 0 ? gain / best[page] : Number.NaN));
}

/** Of each page, of relevances in the order they are shown in. */
export function discountedGain(slates: readonly (readonly number[])[]): Float64Array {
  const gain = new Float64Array(slates.length);
  const rows = {
    relevance: slates.flat(),
    score: slates.flatMap((slate) => slate.map((_, at) => -at)),
    group: slates.flatMap((slate, page) => slate.map(() => page)),
  };
  for (const { group, dcg } of evaluation.ndcgAtK(rows, K).groups) gain[group] = dcg;
  return gain;
}

/** Whatever is permitted and no candidate is one last row that stands for all of it. */
function averagePrecisionOf({ worth, starts, set, request }: JudgedPages, ranking: Ranking, page: number): number {
  const relevance = Array.from(ranking.subarray(starts[page], starts[page + 1]), (one) => worth.ofCandidate[one]);
  const missed = worth.catalogue[page].filter(({ candidate }) => candidate < 0);
  const others = Math.max(missed.length, set.requests.permitted[request[page]] - relevance.length);
  const label = [...relevance, others > 0 ? missed.reduce((sum, one) => sum + one.worth, 0) / others : 0];
  if (!label.some((one) => one > 0)) return Number.NaN;
  const score = label.map((_, at) => -at);
  return evaluation.averagePrecision(
    label,
    score,
    label.map((_, at) => (at < relevance.length ? 1 : others)),
  );
}

/** A whole number below 2^32 that nothing depends on but the place in the list: Knuth's multiplicative hash, finished by a shift. */
function lotOf(candidate: number): number {
  const mixed = Math.imul(candidate + 1, 0x9e3779b1);
  return Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 0;
}
