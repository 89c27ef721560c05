import { createHash } from 'node:crypto';
import type { WeekForecast } from './forecast/structural-forecast.ts';

/**
 * What the model sees of a series and a week, all of it relative to the structural forecast or to the series itself: a model
 * that knew nodes would have to learn every series anew. Each has its sources, the hours it looks at, and what is known of
 * them on the Thursday before: past weeks as billed by then, the future as announced by then.
 */
export interface Feature {
  readonly name: string;
  readonly source: string;
  readonly hours: string;
  readonly about: string;
  readonly of: (seen: Seen) => number;
}

/** What a feature is computed from: the structural forecast, and what surrounds it. */
export interface Seen extends WeekForecast {
  /** The forecast hours, ascending. */
  readonly sorted: Float64Array;
  /** Nodes: the cost quantile of the forecast hours. */
  readonly anchor: number;
  /** Nodes: the mean of the forecast hours. */
  readonly mean: number;
  /** Share of the hours of the reference weeks that had a stock-out. */
  readonly shortShare: number;
  readonly family: number;
}

const PAST = 'the four newest complete weeks';
const PARTIAL = 'Monday to Wednesday of the week of the decision';
const TARGET = 'the planned week';

const { log } = Math;

/** What was tried and told nothing more: levels of the region, failed requests here and next door, changes of what is known ahead. */
export const FEATURES: readonly Feature[] = [
  ...ofSource('usage_hourly', PAST, {
    log_anchor: ['size of the plan, in logs: small series are noisier', (seen) => log(seen.anchor)],
    level_1w: ['the newest week over the one before it, in logs', ({ organic }) => log(organic[0] / organic[1])],
    noise: ['spread of an hour around its usual value, in logs', (seen) => seen.noise],
  }),
  ...ofSource('usage_hourly', PARTIAL, {
    newest_level: ['demand of the known days over the same usual hours, in logs', (seen) => log(seen.newestLevel)],
  }),
  ...ofSource('usage_hourly', TARGET, {
    peak_to_mean: ['plan over the mean forecast: how uneven the week is', (seen) => seen.anchor / seen.mean],
  }),
  ...ofSource('stockouts', PAST, {
    short_share: ['share of hours with a stock-out: usage says less about demand', (seen) => seen.shortShare],
  }),
  ...ofSource('scheduled_jobs', TARGET, {
    jobs_share: ['scheduled nodes over the mean forecast', ({ ahead, mean }) => ahead.jobs / mean],
  }),
  ...ofSource('tenants', TARGET, {
    tenants_share: ['nodes of signed tenants over the mean forecast', ({ ahead, mean }) => ahead.tenants / mean],
  }),
  ...ofSource('launches', TARGET, {
    launch_uplift: ['mean uplift of announced launches, in logs', ({ ahead }) => log(ahead.launches)],
  }),
  ...ofSource('calendar', TARGET, {
    holiday_share: ['share of hours on a holiday of the country, in local time', ({ ahead }) => ahead.isHoliday],
  }),
  ...ofSource('series', 'always', {
    family: ['node family, numbered in the order of names', (seen) => seen.family],
  }),
];

/** What some features of a source, that look at the same hours, say and how they are computed. */
function ofSource(source: string, hours: string, features: Readonly<Record<string, readonly [string, Feature['of']]>>) {
  return Object.entries(features).map(([name, [about, of]]) => ({ name, source, hours, about, of }));
}

/** Of what the features are, by name and formula, however a loader spaces it: a model refuses others. */
export const featureFingerprint = createHash('sha256')
  .update(FEATURES.map(({ name, source, of }) => `${name} ${source} ${String(of).replace(/\s/g, '')}`).join('\n'))
  .digest('hex')
  .slice(0, 16);
