import {
  adaptiveLevels,
  bootstrapSums,
  coveredShares,
  meanKnown,
  pairedDifference,
  pinballLossOfLevels,
  type QuantileForecast,
  quantileAt,
} from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { planLevels } from '../forecast/plan.ts';
import { conformalSettings, costQuantile, resampling } from '../settings.ts';
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

/**
 * A level that is moved by its own misses, pooled over series, as they are known three weeks later by the estimate: its
 * coverage by week, and by how much less it is off its promise than the planned one.
 */
export function judgeAdaptive(
  set: TrainingSet,
  window: Window,
  forecast: QuantileForecast,
  { gapWeeks, seed }: { readonly gapWeeks: number; readonly seed: number },
) {
  const coverageBy = (demand: Float32Array) => (week: number, level: number) =>
    meanKnown(coveredShares(demand, quantileAt(forecast, level)).filter((_, at) => window.weekIndex[at] === week));
  const levels = adaptiveLevels({
    promised: costQuantile,
    step: conformalSettings.adaptiveStep,
    delay: gapWeeks,
    within: [forecast.levels[0], forecast.levels[forecast.levels.length - 1]],
    periods: window.weeks.length,
    coverageOf: coverageBy(demandOf(set, window.rows)),
  });
  const coverageAt = coverageBy(window.demand);
  const adaptive = levels.map((level, week) => coverageAt(week, level));
  const misses = [levels.map((_, week) => coverageAt(week, costQuantile)), adaptive].map(squaredMisses);
  const off = bootstrapSums(misses, { seed, ...resampling }, (sums) =>
    sums.map((sum) => Math.sqrt(sum / levels.length)),
  );
  return { adaptiveCoverageByWeek: adaptive, adaptiveGain: pairedDifference(off[0], off[1]) };
}

/** Root mean square distance of weekly coverage from the share of hours that the prices buy. */
export function offPromise(shares: readonly number[]): number {
  return Math.sqrt(meanKnown(squaredMisses(shares)));
}

function squaredMisses(shares: readonly number[]): number[] {
  return shares.map((share) => (share - costQuantile) ** 2);
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
