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
  /** Nodes: the cost quantile of the forecast hours. */
  readonly anchor: number;
  /** Nodes: the mean of the forecast hours. */
  readonly mean: number;
  /** Over the reference weeks. */
  readonly shortShare: number;
  readonly failureShare: number;
  readonly neighbourFailureShare: number;
  /** Nodes provisioned in the newest complete week. */
  readonly provisioned: number;
  /** Mean of `newestLevel` over the families of the region. */
  readonly regionLevel: number;
  readonly family: number;
}

const PAST = 'the four newest complete weeks';
const PARTIAL = 'Monday to Wednesday of the week of the decision';
const TARGET = 'the planned week';

const { log } = Math;

export const FEATURES: readonly Feature[] = [
  ...ofSource('usage_hourly', PAST, {
    log_anchor: ['size of the plan, in logs: small series are noisier', (seen) => log(seen.anchor)],
  }),
  ...ofSource('usage_hourly', PARTIAL, {
    newest_level: ['demand of the known days over the same usual hours, in logs', (seen) => log(seen.newestLevel)],
    region_level: [
      'the same, mean of the region: what its families share they share again',
      (seen) => log(seen.regionLevel),
    ],
  }),
  ...ofSource('usage_hourly', PAST, {
    level_1w: [
      'the newest complete week over the one before it, in logs',
      ({ organic }) => log(organic[0] / organic[1]),
    ],
    level_3w: [
      'the newest complete week over the oldest of the four, in logs',
      ({ organic }) => log(organic[0] / organic[3]),
    ],
    noise: ['spread of an hour around its usual value, in logs', (seen) => seen.noise],
  }),
  ...ofSource('usage_hourly', TARGET, {
    peak_to_mean: ['plan over the mean forecast: how uneven the week is', (seen) => seen.anchor / seen.mean],
  }),
  ...ofSource('stockouts', PAST, {
    short_share: ['share of hours with a stock-out: usage says less about demand', (seen) => seen.shortShare],
  }),
  ...ofSource('launch_failures', PAST, {
    failure_share: ['first requests that failed, per node served', (seen) => seen.failureShare],
    neighbour_failure_share: ['the same next door, whose demand comes over', (seen) => seen.neighbourFailureShare],
  }),
  ...ofSource('capacity_weekly', PAST, {
    provisioned_ratio: [
      'nodes provisioned over the plan, in logs: what capped usage',
      (seen) => log(seen.provisioned / seen.anchor),
    ],
  }),
  ...ofSource('scheduled_jobs', TARGET, {
    jobs_share: ['scheduled nodes over the mean forecast', ({ ahead, mean }) => ahead.jobs / mean],
    jobs_change: [
      'the same, more than in the reference weeks',
      ({ ahead, before, mean }) => (ahead.jobs - before.jobs) / mean,
    ],
  }),
  ...ofSource('tenants', TARGET, {
    tenants_share: ['nodes of signed tenants over the mean forecast', ({ ahead, mean }) => ahead.tenants / mean],
    tenants_change: [
      'the same, more than in the reference weeks',
      ({ ahead, before, mean }) => (ahead.tenants - before.tenants) / mean,
    ],
  }),
  ...ofSource('launches', TARGET, {
    launch_uplift: ['mean uplift of announced launches, in logs', ({ ahead }) => log(ahead.launches)],
    launch_change: [
      'the same beyond the reference weeks',
      ({ ahead, before }) => log(ahead.launches / before.launches),
    ],
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
