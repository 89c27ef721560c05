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
  const rows = score.length;
  const ascending = Float64Array.from(score).sort();
  if (Number.isNaN(ascending[rows - 1])) throw nanScore(score);
  const order = new Uint32Array(rows);
  const placed = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const firstOfTie = rows - countAtMost(ascending, score[row]);
    order[firstOfTie + placed[firstOfTie]++] = row;
  }
  const tieEnd = new Uint8Array(rows);
  for (let rank = 0; rank < rows; rank++) {
    tieEnd[rank] = rank + 1 === rows || score[order[rank]] !== score[order[rank + 1]] ? 1 : 0;
  }
  return { score, order, tieEnd };
}

/** How many of the ascending values are at most `value`. A typed array sorts several times faster than row numbers with a comparator. */
function countAtMost(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nanScore(score: ArrayLike<number>): RangeError {
  const row = Array.from(score).findIndex(Number.isNaN);
  return new RangeError(`rankScores: score of row ${row} is NaN; every row needs a score`);
}

/** The ranking itself when given one, else the ranking of these scores. */
export function asRanked(score: ArrayLike<number> | RankedScores): RankedScores {
  return 'order' in score ? score : rankScores(score);
}

/**
 * The place of each row when no two may share one, the highest score at 0: what a budget is cut from, which may end among equal
 * scores. Of those the row with the smaller tie-break comes first, a whole number below 2^32, such as a hash that stays the same;
 * then the earlier row. Takes two million rows.
 */
export function placesOf(score: ArrayLike<number>, tieBreak: (row: number) => number): Uint32Array {
  const { order, tieEnd } = rankScores(score);
  if (order.length >= MOST_ROWS)
    throw new RangeError(`placesOf: ${order.length} rows, expected fewer than ${MOST_ROWS}`);
  const place = new Uint32Array(order.length);
  for (let first = 0; first < order.length; ) {
    const end = tieEnd.indexOf(1, first) + 1;
    // One number a row sorts many times as fast as pairs: the tie-break, and below it the row.
    const tied = Float64Array.from(order.subarray(first, end), (row) => tieBreak(row) * MOST_ROWS + row).sort();
    for (let index = 0; index < tied.length; index++) place[tied[index] % MOST_ROWS] = first + index;
    first = end;
  }
  return place;
}

/** So that a tie-break of 32 bits and a row fit a double. */
const MOST_ROWS = 2 ** 21;
