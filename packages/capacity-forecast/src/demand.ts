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
 * learnt, in the manner of Tobit (1958): an hour at capacity is an observation cut off there, and what lies beyond the cut
 * follows from how demand spreads where nothing cuts it. That spread is not assumed to be log-normal or anything else: it is
 * read off the hours whose capacity is far above their demand. `spilled` is the slope of demand on the neighbour's failures.
 *
 * Both are learnt on the first half-year, before any decision that is used.
 */
export interface DemandModel {
  readonly traced: number;
  readonly spilled: number;
}

/** Rejected: a quantile of usage (capacity then follows itself down), and all requests as demand (it follows itself up). */
export function learnDemand(panel: Panel): DemandModel {
  let model: DemandModel = { traced: 1, spilled: 0 };
  for (let iteration = 0; iteration < demandSettings.iterations; iteration++) {
    const hours = expectHours(panel, model);
    model = { traced: learnTraced(panel, model, hours), spilled: learnSpilled(panel, model, hours) };
  }
  return model;
}

/** Demand of a cell as known at an hour after the epoch; NaN where usage was not known. */
export function demandAsOf(panel: Panel, { traced, spilled }: DemandModel, cell: number, knownAt: number): number {
  const served = servedAsOf(panel, cell, knownAt);
  return Math.max(0, served + panel.failures[cell] / traced - spilled * arrivingFailures(panel, cell));
}

/** First failures of the hour before in the series whose unmet demand tries this one next. */
function arrivingFailures({ spillsFrom, hours, failures }: Panel, cell: number): number {
  const source = spillsFrom[Math.floor(cell / hours)];
  const hour = cell % hours;
  return source < 0 || hour === 0 ? 0 : failures[source * hours + hour - 1];
}

/** The learnt half-year of every series, hour after hour: demand as far as the model so far knows it, and what was usual. */
interface ExpectedHours {
  readonly demand: Float64Array;
  readonly expected: Float64Array;
  /** Standard deviation of demand around what was expected. */
  readonly spread: Float64Array;
}

const LEARNT_HOURS = demandSettings.learntWeeks * HOURS;

function cellOf({ hours }: Panel, at: number): number {
  return Math.floor(at / LEARNT_HOURS) * hours + (at % LEARNT_HOURS);
}

function expectHours(panel: Panel, model: DemandModel): ExpectedHours {
  const length = panel.ids.length * LEARNT_HOURS;
  const demand = new Float64Array(length);
  const expected = new Float64Array(length);
  const spread = new Float64Array(length);
  for (let at = 0; at < length; at++) {
    demand[at] = demandAsOf(panel, model, cellOf(panel, at), Number.POSITIVE_INFINITY);
  }
  for (let first = 0; first < length; first += LEARNT_HOURS) {
    const series = [demand, expected, spread].map((all) => all.subarray(first, first + LEARNT_HOURS));
    expectSeries(series[0], series[1], series[2]);
  }
  return { demand, expected, spread };
}

/**
 * Expected: the level of the week times the usual share of the hour. Spread: clusters are counted, so the variance is at least
 * the mean; the rest grows with its square.
 */
function expectSeries(demand: Float64Array, expected: Float64Array, spread: Float64Array): void {
  const level = new Float64Array(demandSettings.learntWeeks);
  for (let week = 0; week < level.length; week++) level[week] = mean(demand.subarray(week * HOURS, (week + 1) * HOURS));
  for (let hour = 0; hour < HOURS; hour++) {
    let [nodes, levels] = [0, 0];
    for (let at = hour; at < demand.length; at += HOURS) {
      if (Number.isNaN(demand[at])) continue;
      nodes += demand[at];
      levels += level[Math.floor(at / HOURS)];
    }
    for (let at = hour; at < demand.length; at += HOURS)
      expected[at] = (level[Math.floor(at / HOURS)] * nodes) / levels;
  }
  let [beyondCounting, squares] = [0, 0];
  for (let at = 0; at < demand.length; at++) {
    if (Number.isNaN(demand[at])) continue;
    beyondCounting += (demand[at] - expected[at]) ** 2 - expected[at];
    squares += expected[at] ** 2;
  }
  const extra = Math.max(0, beyondCounting / squares);
  for (let at = 0; at < demand.length; at++) spread[at] = Math.sqrt(expected[at] + extra * expected[at] ** 2);
}

/** First failures per node of expected excess over capacity. Without a failure on record nothing is known, and nothing added. */
function learnTraced(panel: Panel, { spilled }: DemandModel, { demand, expected, spread }: ExpectedHours): number {
  const room = new Float64Array(demand.length);
  for (let at = 0; at < demand.length; at++) {
    const cell = cellOf(panel, at);
    const capacity = panel.capacity[Math.floor(cell / HOURS)] - spilled * arrivingFailures(panel, cell);
    room[at] = (capacity - expected[at]) / spread[at];
  }
  const excessBeyond = meanExcess(
    demand.map((nodes, at) => (room[at] > demandSettings.freeRoom ? (nodes - expected[at]) / spread[at] : Number.NaN)),
  );
  let [excess, failed] = [0, 0];
  for (let at = 0; at < demand.length; at++) {
    const cell = cellOf(panel, at);
    if (panel.isShort[cell] === 0 || Number.isNaN(room[at])) continue;
    excess += spread[at] * excessBeyond(room[at]);
    failed += panel.failures[cell];
  }
  return failed > 0 && excess > 0 ? Math.min(1, failed / excess) : 1;
}

/** E[z − a | z > a] of a sample, as a function of a; beyond all of it, of its largest values. */
function meanExcess(sample: Float64Array): (a: number) => number {
  const sorted = sample.filter((z) => !Number.isNaN(z)).sort();
  const sumFrom = new Float64Array(sorted.length + 1);
  for (let at = sorted.length - 1; at >= 0; at--) sumFrom[at] = sumFrom[at + 1] + sorted[at];
  return (a) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] > a) high = middle;
      else low = middle + 1;
    }
    const from = Math.max(0, Math.min(low, sorted.length - TAIL));
    return sumFrom[from] / (sorted.length - from) - Math.min(a, sorted[from]);
  };
}

/** Fewer values than this say nothing about a mean. */
const TAIL = 20;

/** Least squares of demand beyond its expectation on the failures next door an hour before. */
function learnSpilled(panel: Panel, { spilled }: DemandModel, { demand, expected }: ExpectedHours): number {
  let [n, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (let at = 0; at < demand.length; at++) {
    const cell = cellOf(panel, at);
    if (panel.spillsFrom[Math.floor(cell / panel.hours)] < 0 || Number.isNaN(demand[at])) continue;
    const x = arrivingFailures(panel, cell);
    const y = demand[at] + spilled * x - expected[at];
    n += 1;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  const slope = (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
  return slope > 0 ? Math.min(1, slope) : 0;
}

function mean(values: Float64Array): number {
  let [sum, known] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    known += 1;
  }
  return sum / known;
}
