import type { ResamplingOptions } from '../bootstrap/cluster-bootstrap.ts';
import type { NamedRung } from '../ladder/roles.ts';
import { rankScores } from '../metrics/rank-scores.ts';
import { type PricedQueue, priceQueues } from './price-queues.ts';
import { serveOnce } from './serve-once.ts';
import { sweepCost } from './sweep-cost.ts';
import type { CostSweep } from './sweep-price.ts';
import { type QueuedRows, type QueuePolicy, type SlotSweep, sweepSlots } from './sweep-slots.ts';

/** A list in some order, and what it earns. */
export interface QueueMoney extends PricedQueue {
  /** Among the slots, of rows whose outcome says what happens without being served. */
  readonly precision: number;
}

export interface JudgedQueues {
  readonly money: readonly QueueMoney[];
  readonly queueLengths: SlotSweep;
  readonly sensitivity: CostSweep;
}

/** An order by a score; nobody is served whose score is not above the bound. */
export function queuePolicy(
  name: string,
  role: NamedRung['role'],
  score: Float64Array,
  above = Number.NEGATIVE_INFINITY,
): QueuePolicy {
  return { name, role, ranking: rankScores(score), above };
}

/**
 * Every entity in the group in which serving it keeps most, where that pays. No bound where slots run out: whoever finds none in that
 * group is not served in another.
 */
export function bestGroupOfEach(name: string, { entity, value, cost }: QueuedRows): QueuePolicy {
  const best = new Map<number, number>();
  for (const [row, one] of entity.entries()) {
    const known = best.get(one);
    if (known === undefined || value[row] > value[known]) best.set(one, row);
  }
  const score = value.map((worth, row) => (best.get(entity[row]) === row ? worth : 0));
  return queuePolicy(name, 'oracle', score, cost);
}

/** The ladder in money: lists that hold a share of their group, how they fare when they are longer, and when serving costs more. */
export function judgeQueues(
  rows: QueuedRows,
  policies: readonly QueuePolicy[],
  { share, ...options }: ResamplingOptions & { readonly share: number },
): JudgedQueues {
  const queues = policies.map((policy) => ({
    ...policy,
    rows: serveOnce({ ...rows, ranking: policy.ranking }, (size) => share * size, policy.above),
  }));
  const atShare = sweepSlots(rows, policies, [share]).policies;
  const priced = priceQueues(queues, rows, { ...options, cluster: rows.entity });
  const money = priced.map((queue, index) => ({ ...queue, precision: atShare[index].precision[0] }));
  const plotted = policies.filter(({ role }) => role !== 'simple' && role !== 'oracle');
  const lengths = [0.25, 0.5, 1, 2, 4].map((multiple) => multiple * share);
  return {
    money,
    queueLengths: sweepSlots(rows, plotted, lengths),
    sensitivity: sweepCost(money, rows.cost),
  };
}
