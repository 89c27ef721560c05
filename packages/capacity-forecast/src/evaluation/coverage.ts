import {
  adaptiveLevels,
  coveredShares,
  meanKnown,
  pinballLossOfLevels,
  type QuantileForecast,
  quantileAt,
} from '@applied-modeling/evaluation';
import type { Evaluation, TrainingSet } from '../domain.ts';
import { conformalSettings, costQuantile } from '../settings.ts';
import type { Truth } from './truth.ts';
import type { Window } from './window.ts';

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
  /** Of the true predictive quantile; null where nobody knows it. */
  readonly oraclePinballLoss: number | null;
}

/**
 * Coverage of three things that are easily mistaken for one another: of an hour, which is what the prices buy; of a week, in
 * which at least the promised share of hours is covered; and of the highest hour of a week, which nobody has paid for.
 */
export function judgeCoverage(
  { demand }: Window,
  { levels, quantiles }: QuantileForecast,
  truth: Truth | null,
): readonly Coverage[] {
  return levels.map((level, index) => {
    const shares = coveredShares(demand, quantiles[index]);
    const oracle = truth === null ? undefined : oracleQuantile(truth, level);
    return {
      level,
      hour: meanKnown(shares),
      week: meanKnown(shares.map((share) => Number(share >= level - 1e-9))),
      peak: meanKnown(shares.map((share) => Number(share === 1))),
      pinballLoss: pinballLossOfLevels(demand, quantiles[index], level),
      oraclePinballLoss: oracle === undefined ? null : pinballLossOfLevels(demand, oracle, level),
    };
  });
}

/** The planned level is the oracle's cost quantile in whole nodes; some levels of the model it was never asked for. */
function oracleQuantile({ quantiles, oracleNodes }: Truth, level: number): Float32Array | undefined {
  if (level === costQuantile) return oracleNodes;
  return quantiles[`q${Math.round(100 * level)}` as keyof Truth['quantiles']];
}

/** Root mean square distance of weekly coverage from the share of hours that the prices buy. */
export function offPromise(shares: readonly number[]): number {
  return Math.sqrt(meanKnown(shares.map((share) => (share - costQuantile) ** 2)));
}

/** Where and when the planned level covers least. */
export function judgeWorst(
  set: TrainingSet,
  window: Window,
  planned: ArrayLike<number>,
): Pick<Evaluation, 'coverageByWeek' | 'worstRegion' | 'worstWeek'> {
  const { rows, weeks, demand } = window;
  const coverageByWeek = weeks.map((_, week) => coverageOfWeek(window, week, demand, planned));
  const shares = coveredShares(demand, planned);
  const regions = [...new Set(Array.from(rows, (row) => set.slices.region[row]))].map((region) => ({
    region,
    coverage: meanKnown(shares.filter((_, at) => set.slices.region[rows[at]] === region)),
  }));
  const worst = <T extends { readonly coverage: number }>(all: readonly T[]) =>
    all.reduce((least, one) => (one.coverage < least.coverage ? one : least));
  return {
    coverageByWeek,
    worstRegion: worst(regions),
    worstWeek: worst(weeks.map((week, index) => ({ week, coverage: coverageByWeek[index] }))),
  };
}

/** The same of a level that is moved by its own misses, pooled over series: as they are known three weeks later, by the estimate. */
export function adaptiveCoverage(
  window: Window,
  estimated: Float32Array,
  forecast: QuantileForecast,
  gapWeeks: number,
): readonly number[] {
  const coverageBy = (demand: Float32Array) => (week: number, level: number) =>
    coverageOfWeek(window, week, demand, quantileAt(forecast, level));
  const levels = adaptiveLevels({
    promised: costQuantile,
    step: conformalSettings.adaptiveStep,
    delay: gapWeeks,
    within: [forecast.levels[0], forecast.levels[forecast.levels.length - 1]],
    periods: window.weeks.length,
    coverageOf: coverageBy(estimated),
  });
  return levels.map((level, week) => coverageBy(window.demand)(week, level));
}

function coverageOfWeek(window: Window, week: number, demand: Float32Array, levels: ArrayLike<number>): number {
  return meanKnown(coveredShares(demand, levels).filter((_, at) => window.weekIndex[at] === week));
}
