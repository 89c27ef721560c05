import type { Slots } from '../metrics/precision-at-k.ts';
import type { RankedScores } from '../metrics/rank-scores.ts';
import { groupQueues } from './group-queues.ts';

/**
 * Whom a list serves: the rows whose entity enters the top slots of a group for the first time, groups ascending. An entity
 * that stays on the list is served once, so `k` slots a week serve far fewer than `k` a week. A row whose score is not above
 * `above` is never served: where too few are worth it, slots stay empty.
 */
export function serveOnce(
  {
    ranking,
    group,
    entity,
  }: Readonly<Record<'group' | 'entity', ArrayLike<number>>> & { readonly ranking: RankedScores },
  slots: Slots,
  above = Number.NEGATIVE_INFINITY,
): Uint32Array {
  const seen = new Set<number>();
  const served: number[] = [];
  for (const queue of groupQueues(ranking, group)) {
    const places = typeof slots === 'number' ? slots : slots(queue.length);
    for (const row of queue.subarray(0, Math.round(places))) {
      if (seen.has(entity[row]) || !(ranking.score[row] > above)) continue;
      seen.add(entity[row]);
      served.push(row);
    }
  }
  return Uint32Array.from(served);
}
