/** Net value of a policy at given prices. */
export type Policy<Price extends string> = (prices: Readonly<Record<Price, number>>) => number;

/** One row per price and multiplier. */
export type SweepRow<Price extends string, Name extends string> = {
  readonly price: Price;
  readonly multiplier: number;
  readonly net: Readonly<Record<Name, number>>;
  /** The policy of largest net value; the one listed first when equal. */
  readonly best: Name;
};

/** The decision changes from one policy to another as a price grows. */
export type Flip<Price extends string, Name extends string> = {
  readonly price: Price;
  /** Where, as a multiple of today's price. */
  readonly multiplier: number;
  readonly from: Name;
  readonly to: Name;
};

export type Sweep<Price extends string, Name extends string> = {
  readonly rows: readonly SweepRow<Price, Name>[];
  /** Empty when the decision holds over the whole range: then no price needs to be known better than that. */
  readonly flips: readonly Flip<Price, Name>[];
};

/** The policy to beat: no action, no cost. List it, and a change of sign becomes a flip to or from it. */
export const doNothing = (): number => 0;

/**
 * Moves one price at a time, from a quarter to four times its value, and says where the best policy changes. Between two
 * multipliers the break-even is found by bisection, to one part in a million; of several flips between them, one is found.
 */
export function sensitivitySweep<Price extends string, Name extends string>({
  prices,
  policies,
  multipliers = [1 / 4, 1 / 2, 1, 2, 4],
}: {
  readonly prices: Readonly<Record<Price, number>>;
  readonly policies: Readonly<Record<Name, Policy<Price>>>;
  /** Ascending. */
  readonly multipliers?: readonly number[];
}): Sweep<Price, Name> {
  const names = Object.keys(policies) as Name[];
  const rowAt = (price: Price, multiplier: number): SweepRow<Price, Name> => {
    const moved = { ...prices, [price]: prices[price] * multiplier };
    const net = Object.fromEntries(names.map((name) => [name, policies[name](moved)])) as Record<Name, number>;
    const unknown = names.find((name) => Number.isNaN(net[name]));
    if (unknown)
      throw new RangeError(`sensitivitySweep: ${unknown} nets NaN at ${multiplier} × ${price}; give it a number`);
    return { price, multiplier, net, best: names.reduce((best, name) => (net[name] > net[best] ? name : best)) };
  };
  const sweeps = (Object.keys(prices) as Price[]).map((price) => multipliers.map((by) => rowAt(price, by)));
  const flips = sweeps.flatMap((rows) =>
    rows.slice(1).flatMap((row, i) => (row.best === rows[i].best ? [] : [findFlip(rows[i], row, rowAt)])),
  );
  return { rows: sweeps.flat(), flips };
}

function findFlip<Price extends string, Name extends string>(
  before: SweepRow<Price, Name>,
  after: SweepRow<Price, Name>,
  rowAt: (price: Price, multiplier: number) => SweepRow<Price, Name>,
): Flip<Price, Name> {
  let [below, above] = [before, after];
  while (above.multiplier - below.multiplier > 1e-6 * above.multiplier) {
    const middle = rowAt(before.price, (below.multiplier + above.multiplier) / 2);
    if (middle.best === before.best) below = middle;
    else above = middle;
  }
  return { price: before.price, multiplier: above.multiplier, from: before.best, to: above.best };
}
