import { HOURS } from './label.ts';
import { type Panel, servedAsOf } from './panel.ts';
import { demandSettings } from './settings.ts';

/**
 * From what was served to what was asked for. Usage stops at the capacity of the week; what found no node asked again
 * (three times, in vain: counting requests counts it four times), went to the neighbour in the next hour (and is growth
 * there that is none), or was lost without a trace.
 *
 *     demand = served + first failures / traced − spilled × first failures of the neighbour an hour before
 *
 * `traced` is the share of unmet demand that leaves a failed request. Nothing in the log says how much was lost, so it is
 * learnt: hours at capacity are censored observations of a log-normal around their hour of the week (Tobit 1958), whose
 * expected excess is compared with the failures. `spilled` is the slope of usage on the neighbour's failures.
 *
 * Both are learnt on the first half-year, before any decision that is used.
 */
export interface DemandModel {
  readonly traced: number;
  readonly spilled: number;
}

/** Rejected: a quantile of usage (capacity then follows itself down), and all requests as demand (it follows itself up). */
export function learnDemand(panel: Panel): DemandModel {
  const until = demandSettings.learntWeeks * HOURS;
  const profile = fitCensoredProfile(panel, until);
  const traced = learnTraced(panel, profile, until);
  return { traced, spilled: learnSpilled(panel, profile, traced, until) };
}

/** Demand of a cell as known at an hour after the epoch; NaN where usage was not known. */
export function demandAsOf(panel: Panel, { traced, spilled }: DemandModel, cell: number, knownAt: number): number {
  const served = servedAsOf(panel, cell, knownAt);
  const source = panel.spillsFrom[Math.floor(cell / panel.hours)];
  const hour = cell % panel.hours;
  const arrived = source < 0 || hour === 0 ? 0 : spilled * panel.failures[source * panel.hours + hour - 1];
  return Math.max(0, served + panel.failures[cell] / traced - arrived);
}

/**
 * Expected log demand of every cell, and the spread around it by series: the level of the week (the median of its hours,
 * which censoring leaves alone as long as half of them find nodes) plus the usual distance of the hour from it.
 */
interface Profile {
  readonly expected: Float64Array;
  readonly sigma: Float64Array;
}

function fitCensoredProfile(panel: Panel, until: number): Profile {
  const { ids, hours } = panel;
  const expected = new Float64Array(ids.length * until);
  const sigma = new Float64Array(ids.length).fill(0.25);
  for (let series = 0; series < ids.length; series++) {
    const log = new Float64Array(until);
    for (let hour = 0; hour < until; hour++) log[hour] = Math.log(Math.max(0.5, panel.served[series * hours + hour]));
    const isShort = panel.isShort.subarray(series * hours, series * hours + until);
    sigma[series] = fitSeries(log, isShort, expected.subarray(series * until, (series + 1) * until));
  }
  return { expected, sigma };
}

/** Tobit by iteration: an hour at capacity counts as its expectation beyond it, given the profile found so far. */
function fitSeries(log: Float64Array, isShort: Uint8Array, expected: Float64Array): number {
  const weeks = log.length / HOURS;
  const level = Float64Array.from({ length: weeks }, (_, week) =>
    median(log.subarray(week * HOURS, (week + 1) * HOURS)),
  );
  let sigma = 0.25;
  for (let iteration = 0; iteration < demandSettings.iterations; iteration++) {
    const offset = new Float64Array(HOURS);
    let squares = 0;
    for (let hour = 0; hour < log.length; hour++) {
      const beyond =
        isShort[hour] === 1 && iteration > 0 ? sigma * millsRatio((log[hour] - expected[hour]) / sigma) : 0;
      const value = beyond === 0 ? log[hour] : expected[hour] + beyond;
      offset[hour % HOURS] += (value - level[Math.floor(hour / HOURS)]) / weeks;
    }
    let [free, below] = [0, 0];
    for (let hour = 0; hour < log.length; hour++) {
      expected[hour] = level[Math.floor(hour / HOURS)] + offset[hour % HOURS];
      if (isShort[hour] === 1 || log[hour] > expected[hour]) continue;
      squares += (log[hour] - expected[hour]) ** 2; // below its centre a distribution shows itself whole
      below += 1;
    }
    free = below;
    if (free > 0) sigma = Math.sqrt(squares / free);
  }
  return sigma;
}

function median(values: Float64Array): number {
  return values.slice().sort()[values.length >> 1];
}

/** First failures per node of expected excess over capacity. Without any failure on record nothing is known, and nothing added. */
function learnTraced(
  { ids, hours, served, isShort, failures }: Panel,
  { expected, sigma }: Profile,
  until: number,
): number {
  let excess = 0;
  let failed = 0;
  for (let series = 0; series < ids.length; series++) {
    for (let hour = 0; hour < until; hour++) {
      const cell = series * hours + hour;
      if (isShort[cell] === 0 || !(served[cell] > 0)) continue;
      excess += expectedExcess(served[cell], expected[series * until + hour], sigma[series]);
      failed += failures[cell];
    }
  }
  return failed > 0 ? Math.min(1, failed / excess) : 1;
}

/** Least squares of demand beyond its profile on the failures next door an hour before. */
function learnSpilled(panel: Panel, { expected }: Profile, traced: number, until: number): number {
  const { ids, hours, served, failures, spillsFrom } = panel;
  let [n, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (let series = 0; series < ids.length; series++) {
    if (spillsFrom[series] < 0) continue;
    for (let hour = 1; hour < until; hour++) {
      const cell = series * hours + hour;
      const x = failures[spillsFrom[series] * hours + hour - 1];
      const y = served[cell] + failures[cell] / traced - Math.exp(expected[series * until + hour]);
      if (Number.isNaN(y)) continue;
      n += 1;
      sumX += x;
      sumY += y;
      sumXX += x * x;
      sumXY += x * y;
    }
  }
  const slope = (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
  return slope > 0 ? Math.min(1, slope) : 0;
}

/** E[D − c | D > c] of a log-normal D. */
function expectedExcess(capacity: number, mean: number, sigma: number): number {
  const a = (Math.log(capacity) - mean) / sigma;
  const tail = normalTail(a);
  if (tail < 1e-9) return capacity * (Math.exp(sigma / Math.max(a, 1)) - 1);
  return (Math.exp(mean + (sigma * sigma) / 2) * normalTail(a - sigma)) / tail - capacity;
}

/** E[z | z > a] of a standard normal z. */
function millsRatio(a: number): number {
  const tail = normalTail(a);
  return tail < 1e-9 ? a + 1 / Math.max(a, 1) : Math.exp((-a * a) / 2) / Math.sqrt(2 * Math.PI) / tail;
}

/** P(z > a), Abramowitz & Stegun 26.2.17: right to 7.5e-8. */
function normalTail(a: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(a));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-a * a) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return a >= 0 ? tail : 1 - tail;
}
