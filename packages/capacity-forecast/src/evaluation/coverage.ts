import { pinballLoss } from '@applied-modeling/evaluation';
import type { Evaluation, TrainingSet } from '../domain.ts';
import { HOURS } from '../label.ts';
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
  readonly pinballLoss: number;
  /** Of the true predictive quantile; null where nobody knows it. */
  readonly oraclePinballLoss: number | null;
}

/**
 * Coverage of three things that are easily mistaken for one another: of an hour, which is what the prices buy; of a week, in
 * which at least the promised share of hours is covered; and of the highest hour of a week, which nobody has paid for.
 */
export function judgeCoverage(
  window: Window,
  levels: readonly number[],
  quantiles: readonly Float32Array[],
  truth: Truth | null,
): readonly Coverage[] {
  return levels.map((level, index) => {
    const shares = coveredShares(window.demand, quantiles[index]);
    const oracle = truth === null ? undefined : oracleQuantile(truth, level);
    return {
      level,
      hour: mean(shares),
      week: mean(shares.map((share) => Number(share >= level - 1e-9))),
      peak: mean(shares.map((share) => Number(share === 1))),
      pinballLoss: weeklyPinball(window.demand, quantiles[index], level),
      oraclePinballLoss: oracle === undefined ? null : weeklyPinball(window.demand, oracle, level),
    };
  });
}

/** The planned level is the oracle's cost quantile in whole nodes; some levels of the model it was never asked for. */
function oracleQuantile({ quantiles, oracleNodes }: Truth, level: number): Float32Array | undefined {
  if (level === costQuantile) return oracleNodes;
  return quantiles[`q${Math.round(100 * level)}` as keyof Truth['quantiles']];
}

/** Share of the hours of every row at or under its level. */
export function coveredShares(demand: Float32Array, levels: ArrayLike<number>): Float64Array {
  const shares = new Float64Array(levels.length);
  for (let cell = 0; cell < demand.length; cell++) {
    if (demand[cell] <= levels[Math.floor(cell / HOURS)]) shares[Math.floor(cell / HOURS)] += 1 / HOURS;
  }
  return shares.map((share) => Math.round(share * HOURS) / HOURS);
}

/** Root mean square distance of weekly coverage from the share of hours that the prices buy. */
export function offPromise(shares: readonly number[]): number {
  return Math.sqrt(shares.reduce((sum, share) => sum + (share - costQuantile) ** 2, 0) / shares.length);
}

/** In nodes, over all hours. */
export function weeklyPinball(demand: Float32Array, levels: ArrayLike<number>, level: number): number {
  const perHour = new Float32Array(demand.length);
  for (let cell = 0; cell < demand.length; cell++) perHour[cell] = levels[Math.floor(cell / HOURS)];
  return pinballLoss(demand, perHour, level);
}

/** Where and when the planned level covers least. */
export function judgeWorst(
  set: TrainingSet,
  window: Window,
  planned: ArrayLike<number>,
): Pick<Evaluation, 'coverageByWeek' | 'worstRegion' | 'worstWeek'> {
  const shares = coveredShares(window.demand, planned);
  const coverageByWeek = window.weeks.map((_, week) => mean(shares.filter((_, at) => window.weekIndex[at] === week)));
  const regions = [...new Set(Array.from(window.rows, (row) => set.slices.region[row]))].map((region) => ({
    region,
    coverage: mean(shares.filter((_, at) => set.slices.region[window.rows[at]] === region)),
  }));
  const weeks = window.weeks.map((week, index) => ({ week, coverage: coverageByWeek[index] }));
  const worst = <T extends { readonly coverage: number }>(all: readonly T[]) =>
    all.reduce((least, one) => (one.coverage < least.coverage ? one : least));
  return { coverageByWeek, worstRegion: worst(regions), worstWeek: worst(weeks) };
}

/**
 * Adaptive conformal inference (Gibbs & Candès 2021), pooled over series: the level aimed at rises after weeks that were short
 * and falls after weeks that were not. A week's coverage is known three weeks after its decision, and by the estimated demand
 * only, so the correction is late; after a change of regime that lateness is what it costs.
 */
export function adaptiveCoverage(
  window: Window,
  estimated: Float32Array,
  levels: readonly number[],
  quantiles: readonly Float32Array[],
  gapWeeks: number,
): readonly number[] {
  let aim = costQuantile;
  const seen: number[] = [];
  return window.weeks.map((_, week) => {
    if (week >= gapWeeks) aim += conformalSettings.adaptiveStep * (costQuantile - seen[week - gapWeeks]);
    aim = Math.min(levels[levels.length - 1], Math.max(levels[0], aim));
    const planned = quantileAt(levels, quantiles, aim);
    const coverageBy = (demand: Float32Array) =>
      mean(coveredShares(demand, planned).filter((_, at) => window.weekIndex[at] === week));
    seen.push(coverageBy(estimated));
    return coverageBy(window.demand);
  });
}

/** Every row between its two predicted quantiles around a level; beyond the outer ones, the outer one. */
export function quantileAt(levels: readonly number[], quantiles: readonly Float32Array[], level: number): Float32Array {
  if (levels.length === 1) return quantiles[0];
  const found = levels.findIndex((one) => one >= level);
  const above = Math.max(1, found < 0 ? levels.length - 1 : found);
  const share = Math.min(1, Math.max(0, (level - levels[above - 1]) / (levels[above] - levels[above - 1])));
  return quantiles[above].map((high, at) => (1 - share) * quantiles[above - 1][at] + share * high);
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  return sum / values.length;
}
