import { meanKnown } from '@applied-modeling/evaluation';
import { newestKnown } from '@applied-modeling/feature-store';
import { type DemandModel, demandOfWeek } from '../demand.ts';
import { completeWeeksBack, HOURS } from '../label.ts';
import { forecastSettings } from '../settings.ts';
import { createLastingShare } from './lasting-share.ts';
import type { Known, Outlook } from './outlook.ts';
import type { Panel } from './panel.ts';
import { RunningRatio } from './running-ratio.ts';

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
  /** Of the planned week and of the reference weeks, mean of all hours: what was known ahead of each. */
  readonly ahead: KnownMeans;
  readonly before: KnownMeans;
  /** Of the reference weeks, newest first: mean nodes an hour without launches, tenants and jobs. */
  readonly organic: Float64Array;
  /** The same of the days known so far in the week of the decision, relative to the usual hour. */
  readonly newestLevel: number;
  /** Spread of log(hour / usual hour) over the reference weeks. */
  readonly noise: number;
  /** Hours after the epoch at which the newest row that was read had become available, by source; -∞ for none. */
  readonly availableAt: Readonly<Record<string, number>>;
  readonly newestHour: number;
}

const KNOWN = ['jobs', 'tenants', 'launches', 'isHoliday'] as const;
type KnownMeans = Readonly<Record<(typeof KNOWN)[number], number>>;

/** Weeks must be asked for in ascending order: what holidays do and how far levels last is measured on the way. */
export type Forecaster = (series: number, week: number, knownAt: number) => WeekForecast;

export function createForecaster(panel: Panel, demand: DemandModel, outlook: Outlook): Forecaster {
  const { referenceWeeks, partialDays } = forecastSettings;
  const holidays = new Map(panel.family.map((family) => [family, new RunningRatio()]));
  const lasting = createLastingShare();

  const read = (series: number, week: number, knownAt: number, until: number): ReadWeek => {
    const known = outlook(series, week, knownAt);
    return takeKnownOut(known, demandOfWeek(panel, demand, series, week, knownAt), week < 0 ? 0 : until);
  };

  return (series, week, knownAt) => {
    const newest = week - completeWeeksBack;
    const references = Array.from({ length: referenceWeeks }, (_, back) => read(series, newest - back, knownAt, HOURS));
    const usual = usualHours(references);
    const newestLevel = levelOf(read(series, newest + 1, knownAt, 24 * partialDays), usual);
    const holiday = holidays.get(panel.family[series])!;
    learnHoliday(holiday, references[0], usual);
    lasting.learn(series, week, meanKnown(references[0].organic));
    lasting.remember(series, week, newestLevel, meanKnown(usual));
    const known = outlook(series, week, knownAt);
    const { usageAvailableAt, newestHour } = newestClocks(panel, series, week, knownAt);
    return {
      nodes: planHours(usual, newestLevel ** lasting.share(), known, holiday.value),
      ahead: meansOf([known]),
      before: meansOf(references.map(({ known }) => known)),
      organic: Float64Array.from(references, ({ organic }) => meanKnown(organic)),
      newestLevel,
      noise: noiseOf(references, usual),
      availableAt: { usage_hourly: usageAvailableAt, ...known.availableAt },
      newestHour,
    };
  };
}

function meansOf(weeks: readonly Known[]): KnownMeans {
  const mean = (what: (typeof KNOWN)[number]) => meanKnown(weeks.map((known) => meanKnown(known[what])));
  return Object.fromEntries(KNOWN.map((what) => [what, mean(what)])) as KnownMeans;
}

/** A week that has been: what was known of it ahead, the demand that is left without, and that of its ordinary days. */
interface ReadWeek {
  readonly known: Known;
  /** NaN where usage is not known. */
  readonly organic: Float64Array;
  /** NaN on holidays too. */
  readonly ordinary: Float64Array;
}

function takeKnownOut(known: Known, demand: Float64Array, until: number): ReadWeek {
  const { jobs, tenants, launches, isHoliday } = known;
  const organic = demand.map((nodes, hour) =>
    hour < until ? Math.max(0, nodes - jobs[hour] - tenants[hour]) / launches[hour] : Number.NaN,
  );
  return { known, organic, ordinary: organic.map((nodes, hour) => (isHoliday[hour] === 1 ? Number.NaN : nodes)) };
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
function usualHours(references: readonly ReadWeek[]): Float64Array {
  const usual = Float64Array.from({ length: HOURS }, (_, hour) =>
    meanKnown(references.map((one) => one.ordinary[hour])),
  );
  const fallback = meanKnown(usual);
  return usual.map((nodes) => (Number.isNaN(nodes) ? fallback : nodes));
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

/** Nodes on the holidays of a week against those of the same usual hours. */
function learnHoliday(holiday: RunningRatio, { known, organic }: ReadWeek, usual: Float64Array): void {
  for (let hour = 0; hour < HOURS; hour++)
    if (known.isHoliday[hour] === 1 && !Number.isNaN(organic[hour])) holiday.add(organic[hour], usual[hour]);
}
