import type { PricedQueue } from './price-queues.ts';
import { type CostSweep, sweepPrice } from './sweep-price.ts';

/**
 * Moves the cost of serving a row from a quarter to four times its value and says where the decision flips: among the queues
 * somebody could serve and serving nobody, so not a ceiling's or an oracle's, which are drawn only.
 */
export function sweepCost(queues: readonly PricedQueue[], cost: number): CostSweep {
  const priced = queues.map(({ name, role, value, served }) => ({
    name,
    role,
    net: (each: number) => value - served * each,
  }));
  return sweepPrice(priced, cost);
}
