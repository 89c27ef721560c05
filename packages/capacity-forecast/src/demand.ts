import { countSpread, meanExcess, seasonalProfile, slopeOf, sortKnown } from '@applied-modeling/evaluation';
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

const LEARNT_HOURS = demandSettings.learntWeeks * HOURS;

/** From when all that the model is learnt on was known, in hours after the epoch. */
export const demandLearntAt = LEARNT_HOURS + 24 * labelContract.correctionDays;

type Log = ReturnType<typeof readLog>;

/** The learnt half-year of every series, hour after hour. */
function readLog(panel: PanelHours) {
  const { hours, weeks, spillsFrom, failures, capacity, shortKnownAt } = panel;
  const column = (valueAt: (cell: number, series: number, hour: number) => number) =>
    Float64Array.from({ length: spillsFrom.length * LEARNT_HOURS }, (_, at) => {
      const [series, hour] = [Math.floor(at / LEARNT_HOURS), at % LEARNT_HOURS];
      return valueAt(series * hours + hour, series, hour);
    });
  return {
    served: column((cell) => servedAsOf(panel, cell, Number.POSITIVE_INFINITY)),
    failures: column((cell) => failures[cell]),
    /** First failures an hour before in the series whose unmet demand tries this one next; NaN where there is none. */
    arriving: column((_, series, hour) =>
      spillsFrom[series] < 0 || hour === 0 ? Number.NaN : failures[spillsFrom[series] * hours + hour - 1],
    ),
    capacity: column((_, series, hour) => capacity[series * weeks + Math.floor(hour / HOURS)]),
    isShort: column((cell) => Number(shortKnownAt[cell] < Number.POSITIVE_INFINITY)),
  };
}

type ExpectedHours = ReturnType<typeof expectHours>;

/** Demand as far as the model so far knows it, with and without what came over, what is usual in the hour, and the spread around it. */
function expectHours({ served, failures, arriving }: Log, model: DemandModel) {
  const asked = served.map((nodes, at) => nodes + failures[at] / model.traced);
  const demand = served.map((nodes, at) => demandOf(model, nodes, failures[at], arriving[at] || 0));
  const [expected, spread] = [new Float64Array(demand.length), new Float64Array(demand.length)];
  for (let first = 0; first < demand.length; first += LEARNT_HOURS) {
    const own = demand.subarray(first, first + LEARNT_HOURS);
    const usual = seasonalProfile(own, HOURS);
    expected.set(usual, first);
    spread.set(countSpread(usual, own), first);
  }
  return { asked, demand, expected, spread };
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
