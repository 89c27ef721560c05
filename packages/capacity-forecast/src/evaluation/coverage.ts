import { pinballLoss } from '@applied-modeling/evaluation';
import type { Coverage, Evaluation, TrainingSet } from '../domain.ts';
import { HOURS } from '../label.ts';
import { conformalSettings, costQuantile } from '../settings.ts';
import type { Truth } from './truth.ts';
import type { Window } from './window.ts';

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
    const oracle = truth?.quantiles[`q${Math.round(100 * level)}` as keyof Truth['quantiles']];
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

/** Share of the hours of every row at or under its level. */
export function coveredShares(demand: Float32Array, levels: ArrayLike<number>): Float64Array {
  const shares = new Float64Array(levels.length);
  for (let cell = 0; cell < demand.length; cell++) {
    if (demand[cell] <= levels[Math.floor(cell / HOURS)]) shares[Math.floor(cell / HOURS)] += 1 / HOURS;
  }
  return shares.map((share) => Math.round(share * HOURS) / HOURS);
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
 * and falls after weeks that were not. A week's coverage is known three weeks after its decision, so the correction is late;
 * after a change of regime that lateness is what it costs.
 */
export function adaptiveCoverage(
  window: Window,
  levels: readonly number[],
  quantiles: readonly Float32Array[],
  gapWeeks: number,
): readonly number[] {
  const aims: number[] = [];
  const found: number[] = [];
  for (const [week] of window.weeks.entries()) {
    const known = week - gapWeeks;
    const previous = aims[week - 1] ?? costQuantile;
    const aim =
      known < 0 ? previous : previous + conformalSettings.adaptiveStep * Math.sign(costQuantile - found[known]);
    aims.push(Math.min(0.95, Math.max(0.5, aim)));
    const planned = quantiles[0].map((_, at) => interpolate(levels, quantiles, at, aims[week]));
    found.push(mean(coveredShares(window.demand, planned).filter((_, at) => window.weekIndex[at] === week)));
  }
  return found;
}

/** Between the two predicted quantiles around a level. */
function interpolate(levels: readonly number[], quantiles: readonly Float32Array[], at: number, level: number): number {
  const above = Math.max(
    1,
    levels.findIndex((one) => one >= level),
  );
  const share = (level - levels[above - 1]) / (levels[above] - levels[above - 1]);
  return quantiles[above - 1][at] + share * (quantiles[above][at] - quantiles[above - 1][at]);
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  return sum / values.length;
}
