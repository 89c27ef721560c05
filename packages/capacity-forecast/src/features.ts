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
  {
    name: 'log_anchor',
    source: 'usage_hourly',
    hours: PAST,
    about: 'size of the plan, in logs: small series are noisier',
    of: ({ anchor }) => Math.log(anchor),
  },
  {
    name: 'newest_level',
    source: 'usage_hourly',
    hours: PARTIAL,
    about: 'demand of the known days over the same usual hours, in logs',
    of: ({ forecast }) => Math.log(forecast.newestLevel),
  },
  {
    name: 'region_level',
    source: 'usage_hourly',
    hours: PARTIAL,
    about: 'the same for all families of the region: what they share, they will share again',
    of: ({ regionLevel }) => Math.log(regionLevel),
  },
  {
    name: 'level_1w',
    source: 'usage_hourly',
    hours: PAST,
    about: 'the newest complete week over the one before it, in logs',
    of: ({ forecast: { organic } }) => Math.log(organic[0] / organic[1]),
  },
  {
    name: 'level_3w',
    source: 'usage_hourly',
    hours: PAST,
    about: 'the newest complete week over the oldest of the four, in logs',
    of: ({ forecast: { organic } }) => Math.log(organic[0] / organic[3]),
  },
  {
    name: 'noise',
    source: 'usage_hourly',
    hours: PAST,
    about: 'spread of an hour around its usual value, in logs',
    of: ({ forecast }) => forecast.noise,
  },
  {
    name: 'peak_to_mean',
    source: 'usage_hourly',
    hours: TARGET,
    about: 'plan over the mean forecast: how uneven the week is',
    of: ({ forecast, anchor }) => anchor / mean(forecast.nodes),
  },
  {
    name: 'short_share',
    source: 'stockouts',
    hours: PAST,
    about: 'share of hours with a stock-out: usage says less about demand',
    of: ({ shortShare }) => shortShare,
  },
  {
    name: 'failure_share',
    source: 'launch_failures',
    hours: PAST,
    about: 'first requests that failed, per node served',
    of: ({ failureShare }) => failureShare,
  },
  {
    name: 'neighbour_failure_share',
    source: 'launch_failures',
    hours: PAST,
    about: 'the same next door, whose demand comes over',
    of: ({ neighbourFailureShare }) => neighbourFailureShare,
  },
  {
    name: 'provisioned_ratio',
    source: 'capacity_weekly',
    hours: PAST,
    about: 'nodes provisioned over the plan, in logs: the ceiling usage was under',
    of: ({ provisioned, anchor }) => Math.log(provisioned / anchor),
  },
  {
    name: 'jobs_share',
    source: 'scheduled_jobs',
    hours: TARGET,
    about: 'scheduled nodes over the mean forecast',
    of: ({ forecast }) => mean(forecast.known.jobs) / mean(forecast.nodes),
  },
  {
    name: 'jobs_change',
    source: 'scheduled_jobs',
    hours: TARGET,
    about: 'scheduled nodes more than in the reference weeks, over the mean forecast',
    of: ({ forecast }) => (mean(forecast.known.jobs) - forecast.referenceJobs) / mean(forecast.nodes),
  },
  {
    name: 'tenants_share',
    source: 'tenants',
    hours: TARGET,
    about: 'nodes of signed tenants over the mean forecast',
    of: ({ forecast }) => mean(forecast.known.tenants) / mean(forecast.nodes),
  },
  {
    name: 'tenants_change',
    source: 'tenants',
    hours: TARGET,
    about: 'nodes of signed tenants more than in the reference weeks, over the mean forecast',
    of: ({ forecast }) => (mean(forecast.known.tenants) - forecast.referenceTenants) / mean(forecast.nodes),
  },
  {
    name: 'launch_uplift',
    source: 'launches',
    hours: TARGET,
    about: 'mean uplift of announced launches, in logs',
    of: ({ forecast }) => Math.log(mean(forecast.known.launches)),
  },
  {
    name: 'launch_change',
    source: 'launches',
    hours: TARGET,
    about: 'the same beyond the reference weeks',
    of: ({ forecast }) => Math.log(mean(forecast.known.launches) / forecast.referenceLaunches),
  },
  {
    name: 'holiday_share',
    source: 'calendar',
    hours: TARGET,
    about: 'share of hours on a holiday of the country, in local time',
    of: ({ forecast }) => mean(forecast.known.isHoliday),
  },
  {
    name: 'family',
    source: 'series',
    hours: 'always',
    about: 'node family, numbered in the order of names',
    of: ({ family }) => family,
  },
];

/** Of what the features are, by name and formula, however a loader spaces it: a model refuses others. */
export const featureFingerprint = createHash('sha256')
  .update(FEATURES.map(({ name, source, of }) => `${name} ${source} ${String(of).replace(/\s/g, '')}`).join('\n'))
  .digest('hex')
  .slice(0, 16);

/** By this name, whatever a loader makes of imports: the fingerprint reads the formulas. */
const mean = meanKnown;
