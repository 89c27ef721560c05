import type { NamedRung } from '../ladder/roles.ts';
import type { PricedQueue } from './price-queues.ts';
import { doNothing, sensitivitySweep } from './sensitivity-sweep.ts';

/** Net of every queue as the cost of serving a row moves. */
export interface CostSweep {
  readonly multipliers: readonly number[];
  readonly policies: readonly (NamedRung & { readonly net: readonly number[] })[];
  /** The best queue at each multiplier. */
  readonly best: readonly string[];
  readonly flips: readonly { readonly multiplier: number; readonly label: string }[];
}

/**
 * Moves the cost of serving a row from a quarter to four times its value and says where the decision flips: among the queues
 * somebody could serve and serving nobody, so not a ceiling's or an oracle's, which are drawn only.
 */
export function sweepCost(queues: readonly PricedQueue[], cost: number): CostSweep {
  const multipliers = [1 / 4, 1 / 2, 1, 2, 4];
  const netAt = ({ value, served }: PricedQueue, each: number) => value - served * each;
  const servable = queues.filter(({ role }) => role !== 'ceiling' && role !== 'oracle');
  const policies = Object.fromEntries(
    servable.map((queue) => [queue.name, (at: { readonly cost: number }) => netAt(queue, at.cost)]),
  );
  const swept = sensitivitySweep({ prices: { cost }, policies: { 'do nothing': doNothing, ...policies }, multipliers });
  return {
    multipliers,
    policies: queues.map((queue) => ({
      ...{ name: queue.name, role: queue.role },
      net: multipliers.map((by) => netAt(queue, by * cost)),
    })),
    best: swept.rows.map(({ best }) => best),
    flips: swept.flips.map(({ multiplier, from, to }) => ({ multiplier, label: `${from} → ${to}` })),
  };
}
