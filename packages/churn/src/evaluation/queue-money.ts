import {
  type Contender,
  clusterBootstrap,
  denseNumbers,
  doNothing,
  groupQueues,
  type Interval,
  intervalOf,
  type NamedRung,
  sensitivitySweep,
  take,
} from '@applied-modeling/evaluation';
import type { TrainingSet } from '../domain.ts';
import { prices } from '../prices.ts';
import { evaluateSettings, queueSettings } from '../settings.ts';

/** A weekly queue in some order, and what it earns over the window. */
export interface QueueMoney extends NamedRung {
  /** Among the weekly slots, of accounts that nobody contacted. */
  readonly precision: number;
  readonly contacts: number;
  readonly valueUsd: number;
  readonly costUsd: number;
  readonly net: Interval;
}

export interface PriceSweep {
  readonly multipliers: readonly number[];
  readonly policies: readonly { readonly name: string; readonly netUsd: readonly number[] }[];
  /** The best queue at each multiplier. */
  readonly best: readonly string[];
  readonly flips: readonly { readonly multiplier: number; readonly label: string }[];
}

/**
 * The queue that goes to the managers, ordered by expected revenue at risk: a contact is worth what the account pays, not how
 * sure we are. Undefined where nobody knows what an account pays.
 */
export function shippedQueue(money: readonly QueueMoney[]): QueueMoney | undefined {
  return money.find(({ role }) => role === 'model');
}

/**
 * Whom a policy contacts over the window, as positions in it: those that enter the weekly top k for the first time. Every week
 * has the same number of slots; an account that stays on the list is contacted once.
 */
export function serveQueue(
  set: TrainingSet,
  rows: Uint32Array,
  { ranking }: Contender,
  share: number = queueSettings.share,
): Uint32Array {
  const seen = new Set<number>();
  const served: number[] = [];
  for (const queue of groupQueues(ranking, take(set.week, rows))) {
    for (const at of queue.subarray(0, Math.round(share * queue.length))) {
      const account = set.cluster[rows[at]];
      if (seen.has(account)) continue;
      seen.add(account);
      served.push(at);
    }
  }
  return Uint32Array.from(served);
}

/**
 * Dollars of each served queue, with intervals from resampling accounts: the revenue a contact keeps (ARR × margin × drop in
 * P(collapse)), which is `valueUsd` of its position, less its price. With a simulated world the drop is the truth's, on a
 * person's own data it is an assumed save rate times the calibrated probability, and the report says which.
 */
export function priceQueues(
  set: TrainingSet,
  rows: Uint32Array,
  queues: readonly Uint32Array[],
  valueUsd: Float64Array,
  seed: number,
): Omit<QueueMoney, keyof NamedRung | 'precision'>[] {
  const cluster = denseNumbers(take(set.cluster, rows));
  const nets = clusterBootstrap({
    cluster,
    seed,
    replicates: evaluateSettings.replicates,
    statistics: (drawn) =>
      queues.map((served) => sum(served, (at) => drawn[cluster[at]] * (valueUsd[at] - prices.contactUsd))),
  });
  return queues.map((served, index) => ({
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
export function sweepContactPrice(money: readonly QueueMoney[]): PriceSweep {
  const multipliers = [1 / 4, 1 / 2, 1, 2, 4];
  const netUsd = ({ valueUsd, contacts }: QueueMoney, contact: number) => valueUsd - contacts * contact;
  const policies: Record<string, (at: { readonly contact: number }) => number> = { 'do nothing': doNothing };
  for (const queue of money) {
    if (queue.role !== 'oracle') policies[queue.name] = ({ contact }) => netUsd(queue, contact);
  }
  const { rows, flips } = sensitivitySweep({ prices: { contact: prices.contactUsd }, policies, multipliers });
  return {
    multipliers,
    policies: money.map((queue) => ({
      name: queue.name,
      netUsd: multipliers.map((by) => netUsd(queue, by * prices.contactUsd)),
    })),
    best: rows.map(({ best }) => best),
    flips: flips.map(({ multiplier, from, to }) => ({ multiplier, label: `${from} → ${to}` })),
  };
}

function sum(rows: Uint32Array, value: (row: number) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}
