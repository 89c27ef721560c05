import { groupQueues } from '../decision/group-queues.ts';
import { assertRows } from '../rows.ts';
import { asRanked, type RankedScores } from './rank-scores.ts';

export type GroupNdcg = {
  readonly group: number;
  /** Σ gain / log2(1 + rank) over the first k ranks. */
  readonly dcg: number;
  /** The same of the best order there is. */
  readonly idealDcg: number;
  /** dcg / idealDcg; null where nothing in the group is relevant, and every order is as good. */
  readonly ndcg: number | null;
};

export type NdcgAtK = {
  /** Over the groups that hold something relevant; null when none does. */
  readonly mean: number | null;
  /** Ascending by group. */
  readonly groups: readonly GroupNdcg[];
};

/**
 * Normalised discounted cumulative gain among the top k of every group (a request, a query, a user), with gains 2^relevance − 1
 * as in XGBoost and LightGBM. Items of equal score share the discounts of the ranks they hold between them, as in sklearn: the
 * expectation over an order drawn by lot.
 *
 * Relevance of 0 and 1 therefore agrees with sklearn's `ndcg_score(k=k)`, graded relevance with `ndcg_score(2**y - 1, …)`. Two
 * differences: sklearn takes rows of equal length and counts one without anything relevant as 0; here it is left out of the
 * mean. Groups have no weights: resample `groups` and not their rows.
 */
export function ndcgAtK(
  {
    relevance,
    score,
    group,
  }: {
    /** From 0 to 31, beyond which XGBoost refuses to raise 2 to it. */
    readonly relevance: ArrayLike<number>;
    readonly score: ArrayLike<number> | RankedScores;
    readonly group: ArrayLike<number>;
  },
  k: number,
): NdcgAtK {
  if (!(k >= 1)) throw new RangeError(`ndcgAtK: k is ${k}; expected at least 1 rank`);
  const ranked = asRanked(score);
  assertRows('ndcgAtK', { relevance, score: ranked.order, group });
  const gainOf = (row: number) => 2 ** relevance[row] - 1;
  const groups = groupQueues(ranked, group).map((queue) => {
    const gains = Array.from(queue, gainOf);
    const dcg = discountedSum(shareInTies(gains, queue, ranked.score), k);
    const idealDcg = discountedSum(
      gains.toSorted((a, b) => b - a),
      k,
    );
    return { group: group[queue[0]], dcg, idealDcg, ndcg: idealDcg > 0 ? dcg / idealDcg : null };
  });
  const known = groups.flatMap(({ ndcg }) => ndcg ?? []);
  return { mean: known.length > 0 ? known.reduce((sum, ndcg) => sum + ndcg, 0) / known.length : null, groups };
}

/** Gains in the order of the queue, those of equal score replaced by their mean. */
function shareInTies(gains: readonly number[], queue: Uint32Array, score: ArrayLike<number>): readonly number[] {
  const shared = gains.slice();
  for (let start = 0, end = 0; start < queue.length; start = end) {
    while (end < queue.length && score[queue[end]] === score[queue[start]]) end += 1;
    shared.fill(gains.slice(start, end).reduce((sum, gain) => sum + gain, 0) / (end - start), start, end);
  }
  return shared;
}

function discountedSum(gains: readonly number[], k: number): number {
  return gains.slice(0, k).reduce((sum, gain, rank) => sum + gain / Math.log2(rank + 2), 0);
}
