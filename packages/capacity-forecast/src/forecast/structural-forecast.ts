import { meanKnown } from '@applied-modeling/evaluation';
import { newestKnown } from '@applied-modeling/feature-store';
import { type DemandModel, demandOfWeek } from '../demand.ts';
import { completeWeeksBack, HOURS } from '../label.ts';
import { forecastSettings } from '../settings.ts';
import { HolidayEffect, LastingShare } from './learnt-so-far.ts';
import { type Known, newKnown, type Outlook } from './outlook.ts';
import type { Panel } from './panel.ts';

/**
 * What a careful planner would write down for a week, hour by hour:
 *
 *     (usual hour × newest level ^ share that lasts × announced launches × holiday) + signed tenants + scheduled jobs
 *
 * The usual hour is the mean of the same hour in the newest complete weeks, each with its own launches, tenants and jobs
 * taken out. The newest level compares the days of the current week that are known with it, and is believed as far as levels
 * have lasted so far. What a holiday does to a family is measured on the holidays so far. The model corrects the rest.
 */
export interface WeekForecast {
  /** Nodes, one an hour. */
  readonly nodes: Float64Array;
  /** Of the target week. */
  readonly known: Known;
  /** Of the reference weeks, newest first: mean nodes an hour without launches, tenants and jobs. */
  readonly organic: Float64Array;
  /** The same of the days known so far in the week of the decision, relative to the usual hour. */
  readonly newestLevel: number;
  /** Spread of log(hour / usual hour) over the reference weeks. */
  readonly noise: number;
  /** Mean nodes of what was taken out of the reference weeks. */
  readonly referenceTenants: number;
  readonly referenceJobs: number;
  readonly referenceLaunches: number;
  /** Hours after the epoch at which the newest usage that was read had become available. */
  readonly usageAvailableAt: number;
  readonly newestHour: number;
}

export interface Forecaster {
  /** Weeks must be asked for in ascending order: what holidays do and how far levels last is measured on the way. */
  forecast(series: number, week: number, knownAt: number): WeekForecast;
}

export function createForecaster(panel: Panel, demand: DemandModel, outlook: Outlook): Forecaster {
  const { referenceWeeks, partialDays } = forecastSettings;
  const holidayEffect = new HolidayEffect();
  const lasting = new LastingShare();
  const references = Array.from({ length: referenceWeeks }, newReadWeek);
  const partial = newReadWeek();
  const usual = new Float64Array(HOURS);

  const read = (into: ReadWeek, series: number, week: number, knownAt: number, until = HOURS) => {
    outlook.addKnownNodes(into.known, series, week, knownAt);
    if (week >= 0) demandOfWeek(into.organic, panel, demand, series, week, knownAt);
    takeKnownOut(into, week >= 0 ? until : 0);
  };

  const meanOfReferences = (what: 'tenants' | 'jobs' | 'launches') =>
    meanKnown(references.map(({ known }) => meanKnown(known[what])));

  return {
    forecast(series, week, knownAt) {
      const newest = week - completeWeeksBack;
      for (const [index, reference] of references.entries()) read(reference, series, newest - index, knownAt);
      read(partial, series, newest + 1, knownAt, 24 * partialDays);
      fillUsual(usual, references);
      const newestLevel = levelOf(partial, usual);
      holidayEffect.learn(panel.family[series], references[0], usual);
      lasting.learn(series, week, meanKnown(references[0].organic));
      lasting.remember(series, week, newestLevel, meanKnown(usual));
      const known = newKnown();
      outlook.addKnownNodes(known, series, week, knownAt);
      return {
        nodes: planHours(usual, newestLevel ** lasting.share, known, holidayEffect.of(panel.family[series])),
        known,
        organic: Float64Array.from(references, ({ organic }) => meanKnown(organic)),
        newestLevel,
        noise: noiseOf(references, usual),
        referenceTenants: meanOfReferences('tenants'),
        referenceJobs: meanOfReferences('jobs'),
        referenceLaunches: meanOfReferences('launches'),
        ...newestClocks(panel, series, week, knownAt),
      };
    },
  };
}

/** A week that has been: what was known of it ahead, the demand that is left without, and that of its ordinary days. */
export interface ReadWeek {
  readonly known: Known;
  readonly organic: Float64Array;
  /** NaN on holidays. */
  readonly ordinary: Float64Array;
}

function newReadWeek(): ReadWeek {
  return { known: newKnown(), organic: new Float64Array(HOURS), ordinary: new Float64Array(HOURS) };
}

function takeKnownOut({ known, organic, ordinary }: ReadWeek, until: number): void {
  const { jobs, tenants, launches, isHoliday } = known;
  for (let hour = 0; hour < HOURS; hour++) {
    organic[hour] =
      hour < until ? Math.max(0, organic[hour] - jobs[hour] - tenants[hour]) / launches[hour] : Number.NaN;
    ordinary[hour] = isHoliday[hour] === 1 ? Number.NaN : organic[hour];
  }
}

function planHours(usual: Float64Array, level: number, known: Known, holiday: number): Float64Array {
  const nodes = new Float64Array(HOURS);
  for (let hour = 0; hour < HOURS; hour++) {
    const organic = usual[hour] * level * known.launches[hour] * (known.isHoliday[hour] === 1 ? holiday : 1);
    nodes[hour] = organic + known.tenants[hour] + known.jobs[hour];
  }
  return nodes;
}

/** Of the usage that was read: the newest hour, and the newest moment at which any of it became available. */
function newestClocks(panel: Panel, series: number, week: number, knownAt: number) {
  const { referenceWeeks, partialDays } = forecastSettings;
  const partial = week - completeWeeksBack + 1;
  const start = series * panel.hours;
  const first = start + Math.max(0, (partial - referenceWeeks) * HOURS);
  const end = start + partial * HOURS + 24 * partialDays;
  const newestOf = (clock: Float32Array) => newestKnown(clock, first, end, knownAt);
  let newest = end - 1;
  while (newest >= first && !(panel.servedKnownAt[newest] <= knownAt)) newest -= 1;
  return {
    usageAvailableAt: Math.max(newestOf(panel.servedKnownAt), newestOf(panel.correctionKnownAt)),
    newestHour: newest < first ? Number.NEGATIVE_INFINITY : newest - start,
  };
}

/** Mean of the same hour over the reference weeks, holidays left out; the mean of all hours where an hour has none. */
function fillUsual(usual: Float64Array, references: readonly ReadWeek[]): void {
  for (let hour = 0; hour < HOURS; hour++) usual[hour] = meanKnown(references.map(({ ordinary }) => ordinary[hour]));
  const fallback = meanKnown(usual);
  for (let hour = 0; hour < HOURS; hour++) if (Number.isNaN(usual[hour])) usual[hour] = fallback;
}

/** Nodes of the known days over those of the same usual hours; 1 where nothing is known yet. */
function levelOf({ ordinary }: ReadWeek, usual: Float64Array): number {
  let [found, expected] = [0, 0];
  for (let hour = 0; hour < HOURS; hour++) {
    if (Number.isNaN(ordinary[hour])) continue;
    found += ordinary[hour];
    expected += usual[hour];
  }
  return found > 0 && expected > 0 ? found / expected : 1;
}

function noiseOf(references: readonly ReadWeek[], usual: Float64Array): number {
  let [squares, seen] = [0, 0];
  for (const { ordinary } of references) {
    for (let hour = 0; hour < HOURS; hour++) {
      if (!(ordinary[hour] > 0 && usual[hour] > 0)) continue;
      squares += Math.log(ordinary[hour] / usual[hour]) ** 2;
      seen += 1;
    }
  }
  return seen > 0 ? Math.sqrt(squares / seen) : Number.NaN;
}
