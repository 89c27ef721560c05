/** What acting is worth, and what it costs, in one currency. */
export type QueueEconomics = {
  /** Expected gain of acting on each row, before cost; negative where acting harms. */
  readonly value: ArrayLike<number>;
  /** Cost of one action: the same for all, or one per row. */
  readonly cost: number | ArrayLike<number>;
};

export type QueueValue = {
  /** Rows acted on: the capacity, or the whole queue when it is shorter. */
  readonly acted: number;
  readonly value: number;
  readonly cost: number;
  /** value − cost: positive is money earned, 0 is what doing nothing earns. */
  readonly net: number;
};

/**
 * Serves the first `capacity` rows of a queue, best first, whether or not each is worth its cost. Throws where what it earns
 * is not a number.
 */
export function queueValue({
  order,
  value,
  cost,
  capacity,
}: QueueEconomics & { readonly order: ArrayLike<number>; readonly capacity: number }): QueueValue {
  const acted = Math.min(Math.max(0, Math.floor(capacity)), order.length);
  let gained = 0;
  let spent = 0;
  for (let rank = 0; rank < acted; rank++) {
    gained += value[order[rank]];
    spent += typeof cost === 'number' ? cost : cost[order[rank]];
  }
  const net = gained - spent;
  if (!Number.isFinite(net)) {
    throw new RangeError(
      `queueValue: the first ${acted} rows net ${net}, expected a finite number; give each a value and a cost`,
    );
  }
  return { acted, value: gained, cost: spent, net };
}

/** Money by queue length: every queue served to each capacity, summed over the queues. */
export function queueValueCurve({
  queues,
  capacities,
  ...economics
}: QueueEconomics & {
  readonly queues: readonly ArrayLike<number>[];
  readonly capacities: readonly number[];
}): readonly (QueueValue & { readonly capacity: number })[] {
  return capacities.map((capacity) => {
    const served = queues.map((order) => queueValue({ ...economics, order, capacity }));
    const total = (part: keyof QueueValue) => served.reduce((sum, one) => sum + one[part], 0);
    return { capacity, acted: total('acted'), value: total('value'), cost: total('cost'), net: total('net') };
  });
}
