import { createHash } from 'node:crypto';
import type { TableContract } from '@applied-modeling/lakehouse';
import type { FeatureTold } from '@applied-modeling/report';
import type { WeekForecast } from './forecast/structural-forecast.ts';
import * as tables from './tables.ts';

/**
 * What the model sees of a series and a week, all of it relative to the structural forecast or to the series itself: a model
 * that knew nodes would have to learn every series anew. Each has its source, the hours it looks at (its window), and what is
 * known of them on the Thursday before: past weeks as billed by then, the future as announced by then. Freshness is how old
 * the newest row may be at most.
 */
export interface Feature extends FeatureTold {
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
/** What happens in its table when it is announced. */
const AHEAD = 'in advance';

const { log } = Math;

/** What was tried and told nothing more: levels of the region, failed requests here and next door, changes of what is known ahead. */
export const FEATURES: readonly Feature[] = [
  ...ofTable(tables.usageHourly, PAST, '14 h', {
    log_anchor: ['size of the plan, in logs: small series are noisier', (seen) => log(seen.anchor)],
    level_1w: ['newest week over the one before, in logs', ({ organic }) => log(organic[0] / organic[1])],
    noise: ['spread of an hour, in logs: around its usual value', (seen) => seen.noise],
  }),
  ...ofTable(tables.usageHourly, PARTIAL, '14 h', {
    newest_level: ['demand of the known days, in logs: over the same usual hours', (seen) => log(seen.newestLevel)],
  }),
  ...ofTable(tables.usageHourly, TARGET, '14 h', {
    peak_to_mean: ['plan over the mean hour: how uneven the week is', (seen) => seen.anchor / seen.mean],
  }),
  ...ofTable(tables.stockouts, PAST, '2 h', {
    short_share: ['share of hours short: usage says less about demand', (seen) => seen.shortShare],
  }),
  ...ofTable(tables.scheduledJobs, TARGET, AHEAD, {
    jobs_share: ['scheduled jobs over the mean hour', ({ ahead, mean }) => ahead.jobs / mean],
  }),
  ...ofTable(tables.tenants, TARGET, AHEAD, {
    tenants_share: ['signed tenants over the mean hour', ({ ahead, mean }) => ahead.tenants / mean],
  }),
  ...ofTable(tables.launches, TARGET, AHEAD, {
    launch_uplift: ['announced launches, in logs: mean uplift', ({ ahead }) => log(ahead.launches)],
  }),
  ...ofTable(tables.calendar, TARGET, AHEAD, {
    holiday_share: ['share of holiday hours: of the country, in local time', ({ ahead }) => ahead.isHoliday],
  }),
  ...ofTable(tables.series, 'always', 'static', {
    family: ['node family: numbered in the order of names', (seen) => seen.family],
  }),
];

/** What some features of a table, that look at the same hours, say and how they are computed. */
function ofTable(
  { name: source, grain, clocks }: TableContract,
  window: string,
  freshness: string,
  features: Readonly<Record<string, readonly [string, Feature['of']]>>,
): readonly Feature[] {
  const clock = clocks.availableAt ? `${clocks.availableAt} ≤ decided_at` : 'always known';
  const told = { source, grain: grain.replace(/^one row per /, ''), window, clock, freshness };
  return Object.entries(features).map(([name, [about, of]]) => ({ name, ...told, about, of }));
}

/** Of what the features are, by name and formula, however a loader spaces it: a model refuses others. */
export const featureFingerprint = createHash('sha256')
  .update(FEATURES.map(({ name, source, of }) => `${name} ${source} ${String(of).replace(/\s/g, '')}`).join('\n'))
  .digest('hex')
  .slice(0, 16);

/** What each is about, up to the colon. */
export const FEATURE_WORDS = Object.fromEntries(FEATURES.map(({ name, about }) => [name, about.replace(/:.*/, '')]));
