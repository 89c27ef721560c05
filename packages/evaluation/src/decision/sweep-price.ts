import type { NamedRung } from '../ladder/roles.ts';
import { doNothing, sensitivitySweep } from './sensitivity-sweep.ts';

/** Net of every policy as one price moves, such as the cost of serving a row. */
export interface CostSweep {
  readonly multipliers: readonly number[];
  readonly policies: readonly (NamedRung & { readonly net: readonly number[] })[];
  /** The best policy at each multiplier. */
  readonly best: readonly string[];
  readonly flips: readonly { readonly multiplier: number; readonly label: string }[];
}

/**
 * Moves a price from a quarter to four times its value and says where the decision flips: among the policies somebody could follow
 * and doing nothing, so not a ceiling's or an oracle's, which are drawn only. A policy may decide anew at every price.
 */
export function sweepPrice(
  policies: readonly (NamedRung & { readonly net: (price: number) => number })[],
  price: number,
): CostSweep {
  const multipliers = [1 / 4, 1 / 2, 1, 2, 4];
  const possible = policies.filter(({ role }) => role !== 'ceiling' && role !== 'oracle');
  const followed = possible.map(({ name, net }) => [name, (at: { readonly price: number }) => net(at.price)] as const);
  const swept = sensitivitySweep({
    prices: { price },
    policies: { 'do nothing': doNothing, ...Object.fromEntries(followed) },
    multipliers,
  });
  return {
    multipliers,
    policies: policies.map(({ name, role, net }) => ({ name, role, net: multipliers.map((by) => net(by * price)) })),
    best: swept.rows.map(({ best }) => best),
    flips: swept.flips.map(({ multiplier, from, to }) => ({ multiplier, label: `${from} → ${to}` })),
  };
}
