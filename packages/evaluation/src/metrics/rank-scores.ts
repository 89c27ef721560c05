/**
 * Sorting is the dear part of every ranking metric, and a bootstrap asks for the same ranking hundreds of times with other
 * weights. So rank once, O(n log n), and hand the ranking to the metrics: each call is then one pass, O(n).
 */
export type RankedScores = {
  readonly score: ArrayLike<number>;
  /** Row numbers by descending score; rows of equal score keep their row order. */
  readonly order: Uint32Array;
  /** 1 where the next rank has a lower score (or none): the thresholds of the ranking. */
  readonly tieEnd: Uint8Array;
};

/** Ranks rows by descending score, ties by ascending row. Throws on NaN, which has no rank. */
export function rankScores(score: ArrayLike<number>): RankedScores {
  const order = Uint32Array.from(score, (value, row) => {
    if (Number.isNaN(value)) throw new RangeError(`rankScores: score of row ${row} is NaN; every row needs a score`);
    return row;
  });
  order.sort((a, b) => (score[a] < score[b] ? 1 : score[a] > score[b] ? -1 : a - b));
  const tieEnd = Uint8Array.from(order, (row, rank) => (score[row] === score[order[rank + 1]] ? 0 : 1));
  return { score, order, tieEnd };
}

/** The ranking itself when given one, else the ranking of these scores. */
export function asRanked(score: ArrayLike<number> | RankedScores): RankedScores {
  return 'order' in score ? score : rankScores(score);
}
