import { outcomesOfLevels } from '../forecast/held-levels.ts';
import { type QuantileForecast, quantileAt } from '../forecast/quantile-forecast.ts';
import type { PricedLevels } from '../ladder/climb-levels.ts';
import { type NamedRung, SIMPLER_ROLES } from '../ladder/roles.ts';
import { meanKnown } from '../mean-known.ts';

/** What levels cost when the price of what is missing moves. Every list runs parallel to `multipliers`. */
export interface LevelsSweep {
  readonly multipliers: readonly number[];
  /** Prices of one that is missing. */
  readonly unmet: readonly number[];
  /** The quantile of the outcomes that is cheapest: unmet / (unmet + idle). */
  readonly quantiles: readonly number[];
  /** Levels stay as they were planned: what a wrong belief about the price costs. */
  readonly rungs: readonly (NamedRung & { readonly cost: readonly number[] })[];
  /** The model's levels, whole, planned anew at each quantile; beyond its outer quantiles, at the outer one. */
  readonly replanned: { readonly cost: readonly number[]; readonly meanLevel: readonly number[] };
  /** The cheapest of the model as planned and all that is simpler. */
  readonly cheapest: readonly string[];
}

/** What becomes of the decision if one that is missing costs a quarter to four times of what is assumed. */
export function sweepLevels(
  judged: readonly PricedLevels[],
  outcomes: Float32Array,
  forecast: QuantileForecast,
  prices: Readonly<Record<'idle' | 'unmet', number>>,
): LevelsSweep {
  const multipliers = [1 / 4, 1 / 2, 1, 2, 4];
  const unmet = multipliers.map((by) => by * prices.unmet);
  const costAt = (held: Readonly<Record<'idle' | 'unmet', number>>, price: number) =>
    held.idle * prices.idle + held.unmet * price;
  const rungs = judged.map(({ name, role, ...held }) => {
    return { name, role, cost: unmet.map((price) => costAt(held, price)) };
  });
  const quantiles = unmet.map((price) => price / (price + prices.idle));
  const plans = quantiles.map((level) => quantileAt(forecast, level).map(Math.ceil));
  const candidates = rungs.filter(({ role }) => role === 'model' || SIMPLER_ROLES.includes(role));
  const cheapestAt = (at: number) => candidates.reduce((a, b) => (b.cost[at] < a.cost[at] ? b : a)).name;
  const costOfPlan = (levels: Float32Array, price: number) =>
    outcomesOfLevels(outcomes, levels).reduce((sum, held) => sum + costAt(held, price), 0);
  return {
    multipliers,
    unmet,
    quantiles,
    rungs,
    replanned: { cost: plans.map((levels, at) => costOfPlan(levels, unmet[at])), meanLevel: plans.map(meanKnown) },
    cheapest: multipliers.map((_, at) => cheapestAt(at)),
  };
}
