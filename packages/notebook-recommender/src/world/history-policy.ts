import { blendScore } from '../incumbent.ts';
import type { SlateRequest } from './memory.ts';
import { lottery } from './planted.ts';

/** Places of a request in the order in which they are to be read. Nobody reads beyond the first twenty. */
export type Policy = (request: SlateRequest) => readonly number[];

/** Orders by a score of a place, largest first. */
export function rankBy(score: (request: SlateRequest, at: number) => number): Policy {
  return (request) => topPlaces(request.count, lottery.most, (at) => score(request, at));
}

/** How slates were filled during the history: by the rule in force. */
export const historyPolicy: Policy = rankBy(({ hoursSinceUse, tableOverlap, teamOpens }, at) =>
  blendScore({ hoursSinceUse: hoursSinceUse[at], tableOverlap: tableOverlap[at], teamOpens: teamOpens[at] }),
);

/** Of `count` places the `most` with the largest scores, best first; of equals the first. */
export function topPlaces(count: number, most: number, score: (at: number) => number): number[] {
  const [places, scores]: [number[], number[]] = [[], []];
  for (let at = 0; at < count; at++) {
    const own = score(at);
    let rank = places.length;
    if (rank === most && own <= scores[rank - 1]) continue;
    for (; rank > 0 && scores[rank - 1] < own; rank--);
    places.splice(rank, 0, at);
    scores.splice(rank, 0, own);
    if (places.length > most) for (const list of [places, scores]) list.pop();
  }
  return places;
}
