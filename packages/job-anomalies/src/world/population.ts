import { categorical, lognormal, randomStream, within } from '@applied-modeling/synthetic';
import { TIERS, type Tier } from '../prices.ts';
import { cause, nuisance, population as planted, SCHEDULES, ZONES } from './planted.ts';

export const JOB_TYPES = ['ingest', 'transform', 'report', 'training'] as const;

/** What is drawn once for a job and never changes: one array a property, one entry a job. Days count from the first of the history. */
export interface Population {
  readonly jobs: number;
  readonly ids: readonly string[];
  readonly teams: readonly string[];
  readonly pools: readonly string[];
  readonly team: Uint16Array;
  readonly pool: Uint16Array;
  readonly tier: readonly Tier[];
  readonly type: Uint8Array;
  readonly schedule: Uint8Array;
  readonly zone: Uint8Array;
  readonly isFinance: Uint8Array;
  readonly isSpot: Uint8Array;
  /** Of its first run of a day, in local time. */
  readonly minuteOfDay: Uint16Array;
  readonly bornOn: Int32Array;
  /** On an ordinary day with its usual bytes and workers. */
  readonly minutes: Float64Array;
  /** Robust standard deviation of log minutes. */
  readonly spread: Float64Array;
  readonly gb: Float64Array;
  readonly bytesExponent: Float64Array;
  readonly growthDaily: Float64Array;
  readonly workers: Uint8Array;
  readonly serialShare: Float64Array;
  readonly downsizedOn: Int32Array;
  readonly creepsFrom: Int32Array;
}

export const NEVER = 2 ** 31 - 1;

export function drawPopulation(seed: number, jobs: number, days: number): Population {
  if (TIERS.length !== planted.tierShares.length)
    throw new RangeError(
      `prices: found ${TIERS.length} tiers, expected ${planted.tierShares.length}, a share of the jobs each; give every tier a price`,
    );
  const random = randomStream(seed, 'jobs');
  const everyone = Array.from({ length: jobs }, (_, job) => job);
  const uniform = (draw: number) => (job: number) => random.uniform(job, 0, draw);
  const normal = (draw: number) => (job: number) => random.normal(job, 0, draw);
  const bytes = (of: (job: number) => number) => Uint8Array.from(everyone, of);
  const doubles = (of: (job: number) => number) => Float64Array.from(everyone, of);
  const [teams, pools] = [Math.ceil(jobs / planted.jobsPerTeam), Math.ceil(jobs / planted.jobsPerPool)];
  const team = Uint16Array.from(everyone, (job) => job % teams);
  const tier = everyone.map((job) => TIERS[categorical(planted.tierShares, uniform(2)(job))]);
  const scheduleShares = SCHEDULES.map(({ share }) => share);
  const schedule = bytes((job) => categorical(scheduleShares, uniform(0)(job)));
  const minutes = doubles((job) => {
    const { median, sigma, bounds } = planted.minutes;
    const drawn = between(bounds, lognormal(median, sigma, normal(8)(job)));
    return Math.min(drawn, 20 * SCHEDULES[schedule[job]].everyHours);
  });
  /** The day on which something happens to a share of the jobs; never to the others. */
  const dayOf = (share: number, draw: number) =>
    Int32Array.from(everyone, (job) => {
      const u = uniform(draw)(job);
      return u < share ? Math.floor((u / share) * days) : NEVER;
    });
  return {
    ...{ jobs, team, tier, schedule, minutes },
    ids: everyone.map((job) => `job-${String(job + 1).padStart(4, '0')}`),
    teams: Array.from({ length: teams }, (_, index) => `team-${String(index + 1).padStart(2, '0')}`),
    pools: Array.from({ length: pools }, (_, index) => `pool-${String(index + 1).padStart(2, '0')}`),
    pool: Uint16Array.from(everyone, (job) => Math.floor(uniform(1)(job) * pools)),
    type: bytes((job) => Math.floor(uniform(3)(job) * JOB_TYPES.length)),
    zone: bytes((job) => Math.floor(uniform(4)(job) * ZONES.length)),
    isFinance: Uint8Array.from(team, (of) => Number(random.uniform(of, 1) < planted.financeShare)),
    isSpot: bytes((job) => Number(uniform(5)(job) < planted.spotShare)),
    minuteOfDay: Uint16Array.from(everyone, (job) => Math.floor(uniform(6)(job) * firstRunBefore(schedule[job]))),
    bornOn: dayOf(planted.bornLater, 7).map((day) => (day === NEVER ? 0 : day)),
    spread: doubles((job) => spreadOf(minutes[job], tier[job], normal(9)(job))),
    gb: doubles((job) => lognormal(nuisance.bytes.medianGb, nuisance.bytes.sigma, normal(10)(job))),
    bytesExponent: doubles((job) => within(planted.bytesExponent, uniform(11)(job))),
    growthDaily: doubles((job) => monthlyGrowth(uniform(12)(job)) / 30),
    workers: bytes((job) => planted.workers[Math.floor(uniform(13)(job) * planted.workers.length)]),
    serialShare: doubles((job) => within(planted.serialShare, uniform(14)(job))),
    downsizedOn: dayOf(nuisance.downsizing.share, 15),
    creepsFrom: dayOf(cause.creep.share, 16),
  };
}

function spreadOf(minutes: number, tier: Tier, z: number): number {
  const { median, sigma, bounds, averaging } = planted.spread;
  const averaged = median * (minutes / planted.minutes.median) ** -averaging;
  return between(bounds, planted.calm[tier - 1] * lognormal(averaged, sigma, z));
}

/** Runs of one day are spread evenly over it; the first comes within the first interval. */
function firstRunBefore(schedule: number): number {
  return 60 * Math.min(24, SCHEDULES[schedule].everyHours);
}

/** Log growth of the input a month. */
function monthlyGrowth(u: number): number {
  const { share, monthly } = nuisance.growth;
  return Math.log(1 + (u < share ? within(monthly, u / share) : nuisance.calmGrowthMonthly));
}

function between([low, high]: readonly [number, number], value: number): number {
  return Math.min(high, Math.max(low, value));
}
