import { meanKnown } from '../mean-known.ts';
import { coveredShares, pinballLossOfLevels } from './held-levels.ts';
import type { QuantileForecast } from './quantile-forecast.ts';

/** How often outcomes lie at or under a predicted quantile of them. */
export interface QuantileCoverage {
  readonly level: number;
  /** Share of the outcomes that do. */
  readonly outcome: number;
  /** Share of rows in which at least `level` of the outcomes do. */
  readonly row: number;
  /** Share of rows whose largest outcome does. */
  readonly peak: number;
  /** In the unit of the outcomes, over all of them. */
  readonly pinballLoss: number;
}

/**
 * Coverage of three things that are easily mistaken for one another, by quantile: of an outcome, of a row that keeps its promise,
 * and of a row's peak. Outcomes stand row after row, equally many in each.
 */
export function quantileCoverage(
  outcomes: Float32Array,
  { levels, quantiles }: QuantileForecast,
): readonly QuantileCoverage[] {
  return levels.map((level, index) => {
    const shares = coveredShares(outcomes, quantiles[index]);
    return {
      level,
      outcome: meanKnown(shares),
      row: meanKnown(shares.map((share) => Number(share >= level - 1e-9))),
      peak: meanKnown(shares.map((share) => Number(share === 1))),
      pinballLoss: pinballLossOfLevels(outcomes, quantiles[index], level),
    };
  });
}
