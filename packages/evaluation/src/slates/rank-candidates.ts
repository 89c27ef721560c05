import { placesOf } from '../metrics/rank-scores.ts';
import type { AskedPages } from './asked-pages.ts';

/** Candidates in somebody's order, page after page: those of page p begin at `starts[p]`, best first. */
export type Ranking = Int32Array;

/** Larger scores first. Equal ones are put in an order by lot, so that no rule gains by the order in which retrieval asks. */
export function rankCandidates({ page, starts }: Pick<AskedPages, 'page' | 'starts'>, score: Float64Array): Ranking {
  const place = placesOf(score, lotOf);
  const order = new Uint32Array(place.length);
  for (const [candidate, at] of place.entries()) order[at] = candidate;
  const ranking = new Int32Array(place.length);
  const filled = starts.slice();
  for (const candidate of order) ranking[filled[page[candidate]]++] = candidate;
  return ranking;
}

/** The first k of a page, or as many as there are. */
export function slateOf({ starts, k }: Pick<AskedPages, 'starts' | 'k'>, ranking: Ranking, page: number): Int32Array {
  return ranking.subarray(starts[page], Math.min(starts[page] + k, starts[page + 1]));
}

/** A whole number below 2^32 that nothing depends on but the place in the list: Knuth's multiplicative hash, finished by a shift. */
function lotOf(candidate: number): number {
  const mixed = Math.imul(candidate + 1, 0x9e3779b1);
  return Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 0;
}
