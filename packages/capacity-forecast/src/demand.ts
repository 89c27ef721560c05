import { meanExcess, meanKnown, slopeOf, sortKnown } from '@applied-modeling/evaluation';
import { failuresAsOf, type PanelHours, servedAsOf } from './forecast/panel.ts';
import { HOURS, labelContract } from './label.ts';
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
 * Both are learnt on the first half-year, before any decision that is used: the audit compares `demandLearntAt` with each.
 */
export interface DemandModel {
  readonly traced: number;
  readonly spilled: number;
}

/** Rejected: a quantile of usage (capacity then follows itself down), and all requests as demand (it follows itself up). */
export function learnDemand(panel: PanelHours): DemandModel {
  const log = readLog(panel);
  let model: DemandModel = { traced: 1, spilled: 0 };
  for (let iteration = 0; iteration < demandSettings.iterations; iteration++) {
    const hours = expectHours(log, model);
    model = { traced: learnTraced(log, model, hours), spilled: learnSpilled(log, hours) };
  }
  return model;
}

/** Demand of the hours of a week as known at an hour after the epoch; NaN where usage was not known. */
export function demandOfWeek(panel: PanelHours, model: DemandModel, series: number, week: number, knownAt: number) {
  const source = panel.spillsFrom[series];
  return Float64Array.from({ length: HOURS }, (_, hour) => {
    const at = week * HOURS + hour;
    const arriving = source < 0 || at === 0 ? 0 : failuresAsOf(panel, source * panel.hours + at - 1, knownAt);
    const cell = series * panel.hours + at;
    return demandOf(model, servedAsOf(panel, cell, knownAt), failuresAsOf(panel, cell, knownAt), arriving);
  });
}

function demandOf({ traced, spilled }: DemandModel, served: number, failures: number, arriving: number): number {
  return Math.max(0, served + failures / traced - spilled * arriving);
}

/** The learnt half-year of every series, hour after hour. */
interface Log {
  readonly served: Float64Array;
  readonly failures: Float64Array;
  /** First failures an hour before in the series whose unmet demand tries this one next; NaN where there is none. */
  readonly arriving: Float64Array;
  readonly capacity: Float64Array;
  readonly isShort: Uint8Array;
}

const LEARNT_HOURS = demandSettings.learntWeeks * HOURS;

/** From when all that the model is learnt on was known, in hours after the epoch. */
export const demandLearntAt = LEARNT_HOURS + 24 * labelContract.correctionDays;

function readLog(panel: PanelHours): Log {
  const length = panel.spillsFrom.length * LEARNT_HOURS;
  const column = () => new Float64Array(length);
  const log = { served: column(), failures: column(), arriving: column(), capacity: column() };
  const isShort = new Uint8Array(length);
  for (let at = 0; at < length; at++) {
    const series = Math.floor(at / LEARNT_HOURS);
    const hour = at % LEARNT_HOURS;
    const cell = series * panel.hours + hour;
    const source = panel.spillsFrom[series];
    log.served[at] = servedAsOf(panel, cell, Number.POSITIVE_INFINITY);
    log.failures[at] = panel.failures[cell];
    log.arriving[at] = source < 0 || hour === 0 ? Number.NaN : panel.failures[source * panel.hours + hour - 1];
    log.capacity[at] = panel.capacity[series * panel.weeks + Math.floor(hour / HOURS)];
    isShort[at] = panel.shortKnownAt[cell] < Number.POSITIVE_INFINITY ? 1 : 0;
  }
  return { ...log, isShort };
}

/** Demand as far as the model so far knows it, with and without what came over, and what was usual. */
interface ExpectedHours {
  readonly asked: Float64Array;
  readonly demand: Float64Array;
  readonly expected: Float64Array;
  /** Standard deviation of demand around what was expected. */
  readonly spread: Float64Array;
}

function expectHours({ served, failures, arriving }: Log, model: DemandModel): ExpectedHours {
  const asked = served.map((nodes, at) => nodes + failures[at] / model.traced);
  const demand = served.map((nodes, at) => demandOf(model, nodes, failures[at], arriving[at] || 0));
  const expected = new Float64Array(demand.length);
  const spread = new Float64Array(demand.length);
  for (let first = 0; first < demand.length; first += LEARNT_HOURS) {
    const [own, mean, deviation] = [demand, expected, spread].map((all) => all.subarray(first, first + LEARNT_HOURS));
    fillExpected(mean, own);
    fillSpread(deviation, own, mean);
  }
  return { asked, demand, expected, spread };
}

/** The level of the week times the usual share of the hour. */
function fillExpected(expected: Float64Array, demand: Float64Array): void {
  const level = new Float64Array(demandSettings.learntWeeks);
  for (let week = 0; week < level.length; week++)
    level[week] = meanKnown(demand.subarray(week * HOURS, (week + 1) * HOURS));
  for (let hour = 0; hour < HOURS; hour++) {
    let [nodes, levels] = [0, 0];
    for (let week = 0; week < level.length; week++) {
      const found = demand[week * HOURS + hour];
      if (Number.isNaN(found)) continue;
      nodes += found;
      levels += level[week];
    }
    for (let week = 0; week < level.length; week++) expected[week * HOURS + hour] = (level[week] * nodes) / levels;
  }
}

/** Clusters are counted, so the variance is at least the mean; what is left grows with its square. */
function fillSpread(spread: Float64Array, demand: Float64Array, expected: Float64Array): void {
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
function learnTraced(log: Log, { spilled }: DemandModel, { demand, expected, spread }: ExpectedHours): number {
  const room = log.capacity.map((nodes, at) => (nodes - spilled * (log.arriving[at] || 0) - expected[at]) / spread[at]);
  const isFree = (at: number) => room[at] > demandSettings.freeRoom;
  const standardised = demand.map((nodes, at) => (isFree(at) ? (nodes - expected[at]) / spread[at] : Number.NaN));
  const excessBeyond = meanExcess(sortKnown(standardised));
  let [excess, failed] = [0, 0];
  for (let at = 0; at < room.length; at++) {
    if (log.isShort[at] === 0 || Number.isNaN(room[at])) continue;
    excess += spread[at] * excessBeyond(room[at]);
    failed += log.failures[at];
  }
  return failed > 0 && excess > 0 ? Math.min(1, failed / excess) : 1;
}

/** Least squares of what was asked beyond the expected on the failures next door an hour before. */
function learnSpilled({ arriving }: Log, { asked, expected }: ExpectedHours): number {
  const slope = slopeOf(
    arriving,
    asked.map((nodes, at) => nodes - expected[at]),
  );
  return slope > 0 ? Math.min(1, slope) : 0;
}
