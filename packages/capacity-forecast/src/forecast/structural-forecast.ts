import { levelAgainst, logSpread, meanKnown } from '@applied-modeling/evaluation';
import { newestKnown } from '@applied-modeling/feature-store';
import { type DemandModel, demandOfWeek } from '../demand.ts';
import { completeWeeksBack, HOURS } from '../label.ts';
import { forecastSettings } from '../settings.ts';
import type { Known, Outlook } from './outlook.ts';
import type { Panel } from './panel.ts';
import { RunningRatio } from './running-ratio.ts';

/**
 * What a careful planner would write down for a week, hour by hour:
 *
 *     (usual hour × newest level ^ 0.75 × announced launches × holiday) + signed tenants + scheduled jobs
 *
 * The usual hour is the mean of the same hour in the newest complete weeks, each with its own launches, tenants and jobs
 * taken out. The newest level compares the days of the current week that are known with it, and is believed in part: levels
 * return, and three days tell them with an error. What a holiday does to a family is measured on the holidays so far. The model corrects the rest.
 */
export interface WeekForecast {
  /** Nodes, one an hour. */
  readonly nodes: Float64Array;
  /** What is known ahead of the planned week, mean of its hours. */
  readonly ahead: Readonly<Record<'jobs' | 'tenants' | 'launches' | 'isHoliday', number>>;
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

/** Weeks must be asked for in ascending order: what holidays do is measured on the way. */
export type Forecaster = (series: number, week: number, knownAt: number) => WeekForecast;

export function createForecaster(panel: Panel, demand: DemandModel, outlook: Outlook): Forecaster {
  const { referenceWeeks, partialDays, newestLevelLasts } = forecastSettings;
  const holidays = new Map(panel.family.map((family) => [family, new RunningRatio()]));

  const read = (series: number, week: number, knownAt: number, until: number): ReadWeek => {
    const known = outlook(series, week, knownAt);
    return takeKnownOut(known, demandOfWeek(panel, demand, series, week, knownAt), week < 0 ? 0 : until);
  };

  return (series, week, knownAt) => {
    const newest = week - completeWeeksBack;
    const references = Array.from({ length: referenceWeeks }, (_, back) => read(series, newest - back, knownAt, HOURS));
    const ordinary = references.map((week) => week.ordinary);
    const usual = usualHours(ordinary);
    const newestLevel = levelAgainst(usual, read(series, newest + 1, knownAt, 24 * partialDays).ordinary);
    const holiday = holidays.get(panel.family[series])!;
    learnHoliday(holiday, references[0], usual);
    const known = outlook(series, week, knownAt);
    const { newestHour, availableAt } = newestClocks(panel, series, week, knownAt);
    return {
      nodes: planHours(usual, newestLevel ** newestLevelLasts, known, holiday.value),
      ahead: {
        jobs: meanKnown(known.jobs),
        tenants: meanKnown(known.tenants),
        launches: meanKnown(known.launches),
        isHoliday: meanKnown(known.isHoliday),
      },
      organic: Float64Array.from(references, ({ organic }) => meanKnown(organic)),
      newestLevel,
      noise: logSpread(usual, ordinary),
      availableAt: { ...availableAt, ...known.availableAt },
      newestHour,
    };
  };
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
  const { launches, isHoliday, tenants, jobs } = known;
  return usual.map((nodes, hour) => {
    const organic = nodes * level * launches[hour] * (isHoliday[hour] === 1 ? holiday : 1);
    return organic + tenants[hour] + jobs[hour];
  });
}

/** Of the usage and the failures that were read: the newest hour, and the newest moment at which any of them became available. */
function newestClocks(panel: Panel, series: number, week: number, knownAt: number) {
  const { referenceWeeks, partialDays } = forecastSettings;
  const partial = week - completeWeeksBack + 1;
  const [first, end] = [Math.max(0, (partial - referenceWeeks) * HOURS), partial * HOURS + 24 * partialDays];
  const newestOf = (clock: Float32Array, of = series) =>
    newestKnown(clock, of * panel.hours + first, of * panel.hours + end, knownAt);
  const { servedKnownAt, correctionKnownAt, failuresKnownAt, spillsFrom } = panel;
  let newest = end - 1;
  while (newest >= first && !(servedKnownAt[series * panel.hours + newest] <= knownAt)) newest -= 1;
  const neighbour = spillsFrom[series] < 0 ? series : spillsFrom[series];
  return {
    newestHour: newest < first ? Number.NEGATIVE_INFINITY : newest,
    availableAt: {
      usage_hourly: Math.max(newestOf(servedKnownAt), newestOf(correctionKnownAt)),
      launch_failures: Math.max(newestOf(failuresKnownAt), newestOf(failuresKnownAt, neighbour)),
    },
  };
}

/** Mean of the same hour over the reference weeks, holidays left out; the mean of all hours where an hour has none. */
function usualHours(weeks: readonly Float64Array[]): Float64Array {
  const usual = Float64Array.from({ length: HOURS }, (_, hour) => meanKnown(weeks.map((nodes) => nodes[hour])));
  const fallback = meanKnown(usual);
  return usual.map((nodes) => (Number.isNaN(nodes) ? fallback : nodes));
}

/** Nodes on the holidays of a week against those of the same usual hours. */
function learnHoliday(holiday: RunningRatio, { known, organic }: ReadWeek, usual: Float64Array): void {
  for (let hour = 0; hour < HOURS; hour++)
    if (known.isHoliday[hour] === 1 && !Number.isNaN(organic[hour])) holiday.add(organic[hour], usual[hour]);
}
