import {
  meanKnown,
  type NamedRung,
  type QuantileForecast,
  quantileAt,
  SIMPLER_ROLES,
} from '@applied-modeling/evaluation';
import type { PolicyCost } from '../domain.ts';
import { servedShare } from '../prices.ts';
import { costOf, totalCost } from './cost.ts';
import type { Window } from './window.ts';

/** What levels cost when the price of an unmet node-hour is multiplied. */
export interface Sensitivity {
  readonly multipliers: readonly number[];
  /** Levels stay as they were planned: what a wrong belief about the price costs. */
  readonly policies: readonly (NamedRung & { readonly costUsd: readonly number[] })[];
  /** The model's levels, planned anew at the quantile each price asks for; beyond its outer quantiles, the outer one. */
  readonly replanned: { readonly costUsd: readonly number[]; readonly nodes: readonly number[] };
  /** The cheapest at each price of the model as planned and all that is simpler. */
  readonly cheapest: readonly string[];
}

/** What becomes of the decision if an unmet node-hour costs a quarter to four times of what is assumed. */
export function sweepUnmetPrice(
  { demand }: Window,
  judged: readonly PolicyCost[],
  forecast: QuantileForecast,
): Sensitivity {
  const multipliers = [1 / 4, 1 / 2, 1, 2, 4];
  const policies = judged.map(({ name, role, ...held }) => {
    return { name, role, costUsd: multipliers.map((by) => costOf(held, by)) };
  });
  const plans = multipliers.map((by) => quantileAt(forecast, servedShare(by)).map(Math.ceil));
  const candidates = policies.filter(({ role }) => [...SIMPLER_ROLES, 'model'].includes(role));
  const cheapestAt = (at: number) => candidates.reduce((a, b) => (b.costUsd[at] < a.costUsd[at] ? b : a)).name;
  return {
    multipliers,
    policies,
    replanned: {
      costUsd: plans.map((levels, at) => totalCost(demand, levels, multipliers[at])),
      nodes: plans.map(meanKnown),
    },
    cheapest: multipliers.map((_, at) => cheapestAt(at)),
  };
}
