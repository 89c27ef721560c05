import {
  gammaFactor,
  MS_PER_DAY,
  MS_PER_HOUR,
  poissonNormal,
  randomStream,
  type WeeklyClock,
} from '@applied-modeling/synthetic';
import { addJobNodes, drawEvents, type Events, launchFactor, tenantNodes } from './events.ts';
import { holidaysOf } from './holidays.ts';
import { HORIZON_WEEKS, heavyNoise, job, level, noise, shape, within } from './planted.ts';
import type { Population } from './population.ts';
import { FAMILY_KINDS } from './regions.ts';

export const HOURS = 168;

/** `heavy` is the misspecified variant: a heavier tail and a k that drifts. */
export type NoiseKind = 'negative-binomial' | 'heavy';

export interface DemandOptions {
  readonly clock: WeeklyClock;
  readonly noise?: NoiseKind;
  /** A factor on the demand of a series-week that nobody foresees, the oracle included: outages, changes of regime. */
  readonly shock?: (series: number, week: number) => number;
}

/**
 * True demand, whatever anybody provisions: for every series and hour
 * mean = usual × growth × hidden level × shape of the local week × holiday × launches + tenants; then noise; then jobs.
 * Nothing in it depends on the order of the weeks, so any week can be asked for.
 */
export interface Demand {
  readonly population: Population;
  readonly events: Events;
  readonly clock: WeeklyClock;
  readonly noise: NoiseKind;
  /** Log deviation of a series from its trend on a day: the hidden level. */
  deviation(series: number, day: number): number;
  /** Mean nodes of the hours of a week at deviation 0, without launches, tenants and jobs, into `out` (168). */
  fillOrganic(out: Float64Array, series: number, week: number): void;
  /** Demand of a week, series × 168. */
  ofWeek(week: number): Int32Array;
}

export function createDemand(seed: number, population: Population, options: DemandOptions): Demand {
  const { clock, noise: kind = 'negative-binomial', shock } = options;
  const events = drawEvents(seed, population, clock);
  const deviations = drawDeviations(seed, population);
  const profiles = weekProfiles(population);
  const holidays = holidayFactors(population, clock);
  const random = randomStream(seed, 'demand');
  const organic = new Float64Array(HOURS);
  const jobs = new Float64Array(HOURS);
  const deviation = (i: number, day: number) => deviations[i * HORIZON_DAYS + day];

  const fillOrganic = (out: Float64Array, i: number, week: number) => {
    const isHoliday = holidays.isHoliday[population.region[i]];
    const factor = holidays.factor[population.kind[i]];
    const offset = population.regions[population.region[i]].utcOffsetHours;
    for (let hour = 0; hour < HOURS; hour++) {
      const growth = Math.exp(population.dailyTrend[i] * (7 * week + hour / 24));
      const localDay = 7 * week + Math.floor((hour + offset) / 24) + 1;
      out[hour] = population.usualNodes[i] * growth * profiles[i * HOURS + hour] * (isHoliday[localDay] ? factor : 1);
    }
  };

  const ofWeek = (week: number): Int32Array => {
    const out = new Int32Array(population.series * HOURS);
    for (let i = 0; i < population.series; i++) {
      fillOrganic(organic, i, week);
      addJobNodes(jobs.fill(0), events.jobsOf[i], week);
      const surprise = shock?.(i, week) ?? 1;
      for (let hour = 0; hour < HOURS; hour++) {
        const day = 7 * week + Math.floor(hour / 24);
        if (hour % 24 === 0)
          dayScale = surprise * Math.exp(deviation(i, day)) * launchFactor(events.launchesOf[i], day);
        if (hour % 24 === 0) dayTenants = surprise * tenantNodes(events.tenantsOf[i], day);
        const step = week * HOURS + hour;
        const mean = organic[hour] * dayScale + dayTenants;
        const gamma = noiseOf(kind, week, random.normal(i, step, 0), kind === 'heavy' ? random.uniform(i, step, 3) : 1);
        const realised = jobs[hour] * within(job.realisedShare, random.uniform(i, step, 2));
        out[i * HOURS + hour] = poissonNormal(mean * gamma, random.normal(i, step, 1)) + Math.round(realised);
      }
    }
    return out;
  };
  let dayScale = 1;
  let dayTenants = 0;
  return { population, events, clock, noise: kind, deviation, fillOrganic, ofWeek };
}

/** The gamma factor of an hour, mean 1; `u` decides whether a heavy hour is in the tail. */
export function noiseOf(kind: NoiseKind, week: number, normal: number, u: number): number {
  if (kind === 'negative-binomial') return gammaFactor(noise.k, normal);
  const drift = Math.min(1, week / heavyNoise.driftWeeks);
  const k = within([heavyNoise.firstK, heavyNoise.lastK], drift);
  return gammaFactor(u < heavyNoise.tailShare ? k * heavyNoise.tailK : k, normal);
}

const HORIZON_DAYS = 7 * HORIZON_WEEKS;

/** Standard deviation of the level over all time. */
const STATIONARY_SIGMA = level.dailySigma / Math.sqrt(1 - level.persistence ** 2);

/** Variance of the level `days` after it was known. */
export function levelVariance(days: number): number {
  return STATIONARY_SIGMA ** 2 * (1 - level.persistence ** (2 * days));
}

/** Series × days: √.8 of a walk of its own and √.2 of its region's. */
function drawDeviations(seed: number, population: Population): Float64Array {
  const { series, regions, region } = population;
  const own = walks(randomStream(seed, 'level'), series);
  const common = walks(randomStream(seed, 'region-level'), regions.length);
  const [ownShare, commonShare] = [Math.sqrt(1 - level.regionShare), Math.sqrt(level.regionShare)];
  return own.map((value, at) => {
    const i = Math.floor(at / HORIZON_DAYS);
    return ownShare * value + commonShare * common[region[i] * HORIZON_DAYS + (at % HORIZON_DAYS)];
  });
}

function walks(random: ReturnType<typeof randomStream>, count: number): Float64Array {
  const out = new Float64Array(count * HORIZON_DAYS);
  for (let i = 0; i < count; i++) {
    let value = STATIONARY_SIGMA * random.normal(i, -1);
    for (let day = 0; day < HORIZON_DAYS; day++) {
      value = level.persistence * value + level.dailySigma * random.normal(i, day);
      out[i * HORIZON_DAYS + day] = value;
    }
  }
  return out;
}

/** Series × hour of the UTC week: the shape of the local day and week, 1 on the geometric mean of a working day. */
function weekProfiles({ series, kind, region, regions }: Population): Float64Array {
  const out = new Float64Array(series * HOURS);
  for (let i = 0; i < series; i++) {
    const { day, peakHour, weekend } = shape[FAMILY_KINDS[kind[i]]];
    for (let hour = 0; hour < HOURS; hour++) {
      const local = (hour + regions[region[i]].utcOffsetHours + HOURS) % HOURS;
      const wave = flattened(Math.cos(((local - peakHour) * 2 * Math.PI) / 24));
      out[i * HOURS + hour] = Math.exp(day * wave + (local >= 5 * 24 ? weekend : 0));
    }
  }
  return out;
}

/** A day has a plateau of about six hours rather than a tip: 10 to 16 where the peak is at 13. */
function flattened(wave: number): number {
  return Math.tanh(1.8 * wave) / Math.tanh(1.8);
}

/** Per region, for local day d at index d + 1: 1 on a holiday. Per kind of family: what a holiday does to it. */
function holidayFactors({ regions }: Population, clock: WeeklyClock) {
  const firstDay = clock.epoch / MS_PER_DAY - 1;
  const holidays = holidaysOf(regions.map(({ country }) => country));
  const isHoliday = regions.map(({ country }) => {
    const days = new Uint8Array(HORIZON_DAYS + 2);
    for (const holiday of holidays) if (holiday.country === country) days[holiday.day - firstDay] = 1;
    return days;
  });
  return { isHoliday, factor: FAMILY_KINDS.map((name) => Math.exp(shape[name].holiday)) };
}

/** Start of an hour of a week. */
export function hourMs(clock: WeeklyClock, week: number, hour: number): number {
  return clock.startOf(week) + hour * MS_PER_HOUR;
}
