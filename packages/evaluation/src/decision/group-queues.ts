import { asRanked, type RankedScores } from '../metrics/rank-scores.ts';
import { assertRows } from '../rows.ts';

/** One queue per group (a week, a region), its rows by descending score and ties in row order; ascending by group. */
export function groupQueues(score: ArrayLike<number> | RankedScores, group: ArrayLike<number>): readonly Uint32Array[] {
  const { order } = asRanked(score);
  assertRows('groupQueues', { score: order, group });
  const queues = new Map<number, number[]>();
  for (const row of order) {
    const queue = queues.get(group[row]);
    if (queue) queue.push(row);
    else queues.set(group[row], [row]);
  }
  return [...queues].sort(([a], [b]) => a - b).map(([, queue]) => Uint32Array.from(queue));
}
