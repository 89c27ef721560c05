import {
  gammaFactor,
  poissonNormal,
  type RandomStream,
  randomStream,
  type WeeklyClock,
  within,
} from '@applied-modeling/synthetic';
import { addJobNodes, drawEvents, type Events, launchFactor, tenantNodes } from './events.ts';
import { HORIZON_WEEKS, heavyNoise, job, level, noise } from './planted.ts';
import type { Population } from './population.ts';
import { createWeekShape, type FillUsual, HOURS } from './week-shape.ts';

/** `heavy` is the misspecified variant: a heavier tail and a k that drifts. */
export type NoiseKind = 'negative-binomial' | 'heavy';

export interface DemandOptions {
  readonly clock: WeeklyClock;
  /** Default: negative binomial. */
  readonly noise?: NoiseKind;
  /** A factor on the demand of a series-week that nobody foresees, the oracle included: an outage, a change of regime. */
  readonly shock?: (series: number, week: number) => number;
}

/**
 * True demand, whatever anybody provisions. For every series and hour
 *
 *     mean   = usual nodes × exp(hidden level) × launches + tenants
 *     demand = Poisson(mean × gamma noise) + realised share × scheduled jobs
 *
 * Nothing in it depends on the order of the weeks, so any week can be asked for.
 */
export interface Demand {
  readonly population: Population;
  readonly events: Events;
  readonly clock: WeeklyClock;
  readonly noise: NoiseKind;
  readonly hiddenLevel: HiddenLevel;
  readonly fillUsual: FillUsual;
  /** Demand of a week, series × 168. */
  ofWeek(week: number): Int32Array;
}

export function createDemand(seed: number, population: Population, options: DemandOptions): Demand {
  const { clock, noise: kind = 'negative-binomial', shock } = options;
  const events = drawEvents(seed, population, clock);
  const hiddenLevel = drawHiddenLevel(seed, population);
  const fillUsual = createWeekShape(population, clock);
  const random = randomStream(seed, 'demand');
  const usual = new Float64Array(HOURS);
  const jobs = new Float64Array(HOURS);

  const draw = (mean: number, jobNodes: number, i: number, step: number) => {
    const isTail = kind === 'heavy' ? random.uniform(i, step, 3) : 1;
    const gamma = noiseFactorOf(kind, Math.floor(step / HOURS), random.normal(i, step, 0), isTail);
    const realised = jobNodes === 0 ? 0 : jobNodes * within(job.realisedShare, random.uniform(i, step, 2));
    return poissonNormal(mean * gamma, random.normal(i, step, 1)) + Math.round(realised);
  };

  const ofWeek = (week: number): Int32Array => {
    const demand = new Int32Array(population.series * HOURS);
    for (let i = 0; i < population.series; i++) {
      fillUsual(usual, i, week);
      addJobNodes(jobs.fill(0), events.jobsOf[i], week);
      const surprise = shock?.(i, week) ?? 1;
      for (let day = 7 * week; day < 7 * week + 7; day++) {
        const factor = surprise * Math.exp(hiddenLevel(i, day)) * launchFactor(events.launchesOf[i], day);
        const tenants = surprise * tenantNodes(events.tenantsOf[i], day);
        for (let step = 24 * day; step < 24 * day + 24; step++) {
          const hour = step - HOURS * week;
          demand[i * HOURS + hour] = draw(usual[hour] * factor + tenants, surprise * jobs[hour], i, step);
        }
      }
    }
    return demand;
  };
  return { population, events, clock, noise: kind, hiddenLevel, fillUsual, ofWeek };
}

/** The gamma factor of an hour, mean 1; with heavy noise the uniform `u` decides whether the hour is one of the tail. */
export function noiseFactorOf(kind: NoiseKind, week: number, normal: number, u: number): number {
  if (kind === 'negative-binomial') return gammaFactor(noise.k, normal);
  const drift = Math.min(1, week / heavyNoise.driftWeeks);
  const k = within([heavyNoise.firstK, heavyNoise.lastK], drift);
  return gammaFactor(u < heavyNoise.tailShare ? k * heavyNoise.tailK : k, normal);
}

/** Log deviation of a series from its trend on a day, counted from week 0: what nobody sees and everybody forecasts. */
export type HiddenLevel = (series: number, day: number) => number;

const DAYS = 7 * HORIZON_WEEKS;

/** Standard deviation over all time. */
const STATIONARY_SIGMA = level.dailySigma / Math.sqrt(1 - level.persistence ** 2);

/** Variance of the level `days` after it was known; its mean has shrunk by persistence ^ days. */
export function levelVariance(days: number): number {
  return STATIONARY_SIGMA ** 2 * (1 - level.persistence ** (2 * days));
}

/** √.8 of a walk of the series' own and √.2 of its region's. */
export function drawHiddenLevel(seed: number, { series, regions, region }: Population): HiddenLevel {
  const own = drawWalks(randomStream(seed, 'level'), series);
  const common = drawWalks(randomStream(seed, 'region-level'), regions.length);
  const [ownShare, commonShare] = [Math.sqrt(1 - level.regionShare), Math.sqrt(level.regionShare)];
  return (i, day) => ownShare * own[i * DAYS + day] + commonShare * common[region[i] * DAYS + day];
}

function drawWalks(random: RandomStream, count: number): Float64Array {
  const walks = new Float64Array(count * DAYS);
  for (let i = 0; i < count; i++) {
    let value = STATIONARY_SIGMA * random.normal(i, -1);
    for (let day = 0; day < DAYS; day++) {
      value = level.persistence * value + level.dailySigma * random.normal(i, day);
      walks[i * DAYS + day] = value;
    }
  }
  return walks;
}
