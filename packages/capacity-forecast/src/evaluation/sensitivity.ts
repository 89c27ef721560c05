import {
  meanKnown,
  type NamedRung,
  type QuantileForecast,
  quantileAt,
  SIMPLER_ROLES,
} from '@applied-modeling/evaluation';
import { prices } from '../prices.ts';
import { totalCost } from './cost.ts';
import type { Policy } from './policies.ts';
import type { Window } from './window.ts';

/** What levels cost when the price of an unmet node-hour is multiplied. */
export interface Sensitivity {
  readonly multipliers: readonly number[];
  /** Levels stay as they were planned: what a wrong belief about the price costs. */
  readonly policies: readonly (NamedRung & { readonly costUsd: readonly number[] })[];
  /** The model's levels, planned anew at the quantile each price asks for. */
  readonly replanned: { readonly costUsd: readonly number[]; readonly nodes: readonly number[] };
  /** The cheapest at each price of the model as planned and all that is simpler. */
  readonly cheapest: readonly string[];
}

/** What becomes of the decision if an unmet node-hour costs a quarter to four times of what is assumed. */
export function sweepUnmetPrice(window: Window, policies: readonly Policy[], forecast: QuantileForecast): Sensitivity {
  const costUsd = (levels: ArrayLike<number>, by: number) => totalCost(window.demand, levels, by);
  const swept = policies.map(({ name, role, levels }) => ({
    name,
    role,
    costUsd: MULTIPLIERS.map((by) => costUsd(levels, by)),
  }));
  const plans = MULTIPLIERS.map((by) => quantileAt(forecast, servedShare(by)).map(Math.ceil));
  const candidates = swept.filter(({ role }) => [...SIMPLER_ROLES, 'model'].includes(role));
  return {
    multipliers: MULTIPLIERS,
    policies: swept,
    replanned: {
      costUsd: plans.map((levels, index) => costUsd(levels, MULTIPLIERS[index])),
      nodes: plans.map(meanKnown),
    },
    cheapest: MULTIPLIERS.map(
      (_, index) => candidates.reduce((a, b) => (b.costUsd[index] < a.costUsd[index] ? b : a)).name,
    ),
  };
}

const MULTIPLIERS = [1 / 4, 1 / 2, 1, 2, 4];

/** The quantile that is cheapest at a multiple of the price; beyond the model's outer quantiles, the outer one. */
function servedShare(multiplier: number): number {
  const unmet = multiplier * prices.unmetNodeHourUsd;
  return unmet / (unmet + prices.idleNodeHourUsd);
}
