import { createHash } from 'node:crypto';
import { meanKnown } from '@applied-modeling/evaluation';
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

/** What a feature is computed from. */
export interface Seen {
  readonly forecast: WeekForecast;
  readonly anchor: number;
  /** Over the reference weeks. */
  readonly shortShare: number;
  readonly failureShare: number;
  readonly neighbourFailureShare: number;
  /** Nodes provisioned in the newest complete week. */
  readonly provisioned: number;
  /** Hours after the epoch at which the newest row that was read became available; -∞ for none. */
  readonly availableAt: Readonly<Record<'stockouts' | 'launch_failures', number>>;
  /** Mean of `newestLevel` over the families of the region. */
  readonly regionLevel: number;
  readonly family: number;
}

const PAST = 'the four newest complete weeks';
const PARTIAL = 'Monday to Wednesday of the week of the decision';
const TARGET = 'the planned week';

export const FEATURES: readonly Feature[] = [
  ...ofSource('usage_hourly', PAST, {
    log_anchor: ['size of the plan, in logs: small series are noisier', ({ anchor }) => Math.log(anchor)],
  }),
  ...ofSource('usage_hourly', PARTIAL, {
    newest_level: [
      'demand of the known days over the same usual hours, in logs',
      ({ forecast }) => Math.log(forecast.newestLevel),
    ],
    region_level: [
      'the same for all families of the region: what they share, they will share again',
      ({ regionLevel }) => Math.log(regionLevel),
    ],
  }),
  ...ofSource('usage_hourly', PAST, {
    level_1w: [
      'the newest complete week over the one before it, in logs',
      ({ forecast: { organic } }) => Math.log(organic[0] / organic[1]),
    ],
    level_3w: [
      'the newest complete week over the oldest of the four, in logs',
      ({ forecast: { organic } }) => Math.log(organic[0] / organic[3]),
    ],
    noise: ['spread of an hour around its usual value, in logs', ({ forecast }) => forecast.noise],
  }),
  ...ofSource('usage_hourly', TARGET, {
    peak_to_mean: [
      'plan over the mean forecast: how uneven the week is',
      ({ forecast, anchor }) => anchor / mean(forecast.nodes),
    ],
  }),
  ...ofSource('stockouts', PAST, {
    short_share: ['share of hours with a stock-out: usage says less about demand', ({ shortShare }) => shortShare],
  }),
  ...ofSource('launch_failures', PAST, {
    failure_share: ['first requests that failed, per node served', ({ failureShare }) => failureShare],
    neighbour_failure_share: [
      'the same next door, whose demand comes over',
      ({ neighbourFailureShare }) => neighbourFailureShare,
    ],
  }),
  ...ofSource('capacity_weekly', PAST, {
    provisioned_ratio: [
      'nodes provisioned over the plan, in logs: the ceiling usage was under',
      ({ provisioned, anchor }) => Math.log(provisioned / anchor),
    ],
  }),
  ...ofSource('scheduled_jobs', TARGET, {
    jobs_share: [
      'scheduled nodes over the mean forecast',
      ({ forecast }) => mean(forecast.known.jobs) / mean(forecast.nodes),
    ],
    jobs_change: [
      'scheduled nodes more than in the reference weeks, over the mean forecast',
      ({ forecast }) => (mean(forecast.known.jobs) - forecast.referenceJobs) / mean(forecast.nodes),
    ],
  }),
  ...ofSource('tenants', TARGET, {
    tenants_share: [
      'nodes of signed tenants over the mean forecast',
      ({ forecast }) => mean(forecast.known.tenants) / mean(forecast.nodes),
    ],
    tenants_change: [
      'nodes of signed tenants more than in the reference weeks, over the mean forecast',
      ({ forecast }) => (mean(forecast.known.tenants) - forecast.referenceTenants) / mean(forecast.nodes),
    ],
  }),
  ...ofSource('launches', TARGET, {
    launch_uplift: [
      'mean uplift of announced launches, in logs',
      ({ forecast }) => Math.log(mean(forecast.known.launches)),
    ],
    launch_change: [
      'the same beyond the reference weeks',
      ({ forecast }) => Math.log(mean(forecast.known.launches) / forecast.referenceLaunches),
    ],
  }),
  ...ofSource('calendar', TARGET, {
    holiday_share: [
      'share of hours on a holiday of the country, in local time',
      ({ forecast }) => mean(forecast.known.isHoliday),
    ],
  }),
  ...ofSource('series', 'always', {
    family: ['node family, numbered in the order of names', ({ family }) => family],
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

/** By this name, whatever a loader makes of imports: the fingerprint reads the formulas. */
const mean = meanKnown;
