import { coveredShares, meanKnown, pinballLossOfLevels, type QuantileForecast } from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { planLevels } from '../forecast/plan.ts';
import { costQuantile } from '../settings.ts';
import type { Truth } from './truth.ts';
import { demandOf, type Window } from './window.ts';

/** How often demand lies at or under a predicted quantile. */
export interface Coverage {
  readonly level: number;
  readonly hour: number;
  /** Share of series-weeks in which at least `level` of the hours do. */
  readonly week: number;
  /** Share of series-weeks whose highest hour does. */
  readonly peak: number;
  /** In nodes, over all hours. */
  readonly pinballLoss: number;
  /** Of the level the oracle plans; null at the others, and where nobody knows it. */
  readonly oraclePinballLoss: number | null;
}

/**
 * Coverage of three things that are easily mistaken for one another: of an hour, which is what the prices buy; of a week, in
 * which at least the promised share of hours is covered; and of the highest hour of a week, which nobody has paid for.
 */
export function judgeCoverage({ demand }: Window, { levels, quantiles }: QuantileForecast, truth: Truth | null) {
  return levels.map((level, index): Coverage => {
    const shares = coveredShares(demand, quantiles[index]);
    const oracle = level === costQuantile && truth?.oracleNodes;
    return {
      level,
      hour: meanKnown(shares),
      week: meanKnown(shares.map((share) => Number(share >= level - 1e-9))),
      peak: meanKnown(shares.map((share) => Number(share === 1))),
      pinballLoss: pinballLossOfLevels(demand, quantiles[index], level),
      oraclePinballLoss: oracle ? pinballLossOfLevels(demand, oracle, level) : null,
    };
  });
}

/** Of the planned level by week, and where and when it covers least. */
export function judgeWorst(set: TrainingSet, { rows, weeks, weekIndex, demand }: Window, planned: ArrayLike<number>) {
  const shares = coveredShares(demand, planned);
  const coverageOf = (isIn: (at: number) => boolean) => meanKnown(shares.filter((_, at) => isIn(at)));
  const { region } = set.slices;
  const regions = [...new Set(Array.from(rows, (row) => region[row]))].map((name) => ({
    region: name,
    coverage: coverageOf((at) => region[rows[at]] === name),
  }));
  const byWeek = weeks.map((week, index) => ({ week, coverage: coverageOf((at) => weekIndex[at] === index) }));
  const worst = <T extends { readonly coverage: number }>(all: readonly T[]) =>
    all.reduce((least, one) => (one.coverage < least.coverage ? one : least));
  return {
    coverageByWeek: byWeek.map(({ coverage }) => coverage),
    worstRegion: worst(regions),
    worstWeek: worst(byWeek),
  };
}

/** By how much the shares of weeks miss the promised one, root mean square. */
export function offPromise(shares: readonly number[]): number {
  return Math.sqrt(meanKnown(shares.map((share) => (share - costQuantile) ** 2)));
}

/** The same recipe fitted earlier, with less history each, by the estimated demand. The bootstrap cannot know this spread. */
export function judgeFits(set: TrainingSet, models: readonly CalibratedModel[]) {
  return models.map((model) => {
    const { test, fold } = model.fold;
    const [planned, demand] = [planLevels(model, set, test), demandOf(set, test)];
    return {
      name: fold.name,
      coverage: meanKnown(coveredShares(demand, planned)),
      pinballLoss: pinballLossOfLevels(demand, planned, costQuantile),
    };
  });
}
