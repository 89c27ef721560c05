import {
  type Contender,
  clusterBootstrap,
  denseNumbers,
  doNothing,
  groupQueues,
  intervalOf,
  sensitivitySweep,
  take,
} from '@applied-modeling/evaluation';
import type { Evaluation, QueueMoney, TrainingSet } from '../domain.ts';
import { prices } from '../prices.ts';
import { evaluateSettings, queueSettings } from '../settings.ts';

/** A way to order accounts, one rank a row. */
export type QueuePolicy = Contender;

/**
 * The queue that goes to the managers, ordered by expected revenue at risk: a contact is worth what the account pays, not how
 * sure we are. Undefined where nobody knows what an account pays.
 */
export function shippedQueue(money: readonly QueueMoney[]): QueueMoney | undefined {
  return money.find(({ role }) => role === 'model');
}

/** Accounts a policy contacts over the window: those that enter the weekly top k for the first time. */
export interface ServedQueue extends Pick<QueueMoney, 'policy' | 'role'> {
  /** Positions in the window. */
  readonly served: Uint32Array;
}

/**
 * Serves the same number of slots every week; an account that stays on the list is contacted once. Dollars are the revenue
 * a contact keeps (ARR × margin × drop in P(collapse)) less its price: with a simulated world the drop is the truth's, on a
 * person's own data it is an assumed save rate times the calibrated probability, and the report says which.
 */
export function serveQueues(
  set: TrainingSet,
  rows: Uint32Array,
  policies: readonly QueuePolicy[],
  share: number = queueSettings.share,
): ServedQueue[] {
  const week = take(set.week, rows);
  return policies.map(({ name, role, ranking }) => {
    const seen = new Set<number>();
    const served: number[] = [];
    for (const queue of groupQueues(ranking, week)) {
      for (const at of queue.subarray(0, Math.round(share * queue.length))) {
        const account = set.cluster[rows[at]];
        if (seen.has(account)) continue;
        seen.add(account);
        served.push(at);
      }
    }
    return { policy: name, role, served: Uint32Array.from(served) };
  });
}

/** Net value of each policy, with intervals from resampling accounts. `valueUsd` is the gain of a contact, per position. */
export function priceQueues(
  set: TrainingSet,
  rows: Uint32Array,
  queues: readonly ServedQueue[],
  valueUsd: Float64Array,
  seed: number,
): Omit<QueueMoney, 'precision'>[] {
  const cluster = denseNumbers(take(set.cluster, rows));
  const nets = clusterBootstrap({
    cluster,
    seed,
    replicates: evaluateSettings.replicates,
    statistics: (drawn) =>
      queues.map(({ served }) => sum(served, (at) => drawn[cluster[at]] * (valueUsd[at] - prices.contactUsd))),
  });
  return queues.map(({ policy, role, served }, index) => ({
    policy,
    role,
    contacts: served.length,
    valueUsd: sum(served, (at) => valueUsd[at]),
    costUsd: served.length * prices.contactUsd,
    net: intervalOf(nets[index]),
  }));
}

/**
 * Moves the price of a contact from a quarter to four times its value and says where the decision flips: among the queues
 * somebody could serve, so not the oracle's, which is drawn only.
 */
export function sweepContactPrice(money: readonly QueueMoney[]): Evaluation['sensitivity'] {
  const multipliers = [1 / 4, 1 / 2, 1, 2, 4];
  const netUsd = ({ valueUsd, contacts }: QueueMoney, contact: number) => valueUsd - contacts * contact;
  const policies: Record<string, (at: { readonly contact: number }) => number> = { 'do nothing': doNothing };
  for (const queue of money) {
    if (queue.role !== 'oracle') policies[queue.policy] = ({ contact }) => netUsd(queue, contact);
  }
  const { rows, flips } = sensitivitySweep({ prices: { contact: prices.contactUsd }, policies, multipliers });
  return {
    multipliers,
    policies: money.map((queue) => ({
      name: queue.policy,
      netUsd: multipliers.map((by) => netUsd(queue, by * prices.contactUsd)),
    })),
    best: rows.map(({ best }) => best),
    flips: flips.map(({ multiplier, from, to }) => ({ multiplier, label: `${from} → ${to}` })),
  };
}

function sum(rows: Uint32Array, value: (row: number) => number): number {
  let total = 0;
  for (const row of rows) total += value(row);
  return total;
}
