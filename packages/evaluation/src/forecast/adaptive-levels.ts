export type AdaptiveConformal = {
  /** Share of outcomes that a quantile should cover. */
  readonly promised: number;
  /** Of a period's miss, added to the level aimed at. */
  readonly step: number;
  /** Periods from a decision until its coverage is known. */
  readonly delay: number;
  /** Lowest and highest level there is a forecast for. */
  readonly within: readonly [number, number];
  readonly periods: number;
  /** What a level aimed at in a period is found to cover. */
  readonly coverageOf: (period: number, level: number) => number;
};

/**
 * Adaptive conformal inference (Gibbs & Candès 2021) with late outcomes: the level aimed at rises after periods that were
 * covered too little and falls after others. Returns the level aimed at in each period. The correction is as late as the
 * outcomes are; after a change of regime that lateness is what it costs.
 */
export function adaptiveLevels(options: AdaptiveConformal): readonly number[] {
  const { promised, step, delay, within, periods, coverageOf } = options;
  const levels: number[] = [];
  const covered: number[] = [];
  let level = promised;
  for (let period = 0; period < periods; period++) {
    if (period >= delay) level += step * (promised - covered[period - delay]);
    level = Math.min(within[1], Math.max(within[0], level));
    levels.push(level);
    covered.push(coverageOf(period, level));
  }
  return levels;
}
