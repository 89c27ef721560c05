import {
  MS_PER_DAY,
  MS_PER_HOUR,
  randomStream,
  type WeeklyClock,
  wholeWithin,
  within,
} from '@applied-modeling/synthetic';
import { HORIZON_WEEKS, job, launch, shape, tenant } from './planted.ts';
import type { Population } from './population.ts';
import { FAMILY_KINDS } from './regions.ts';

/**
 * What happens to demand from outside, and from when each of it could be known. Days count from week 0. Everything is drawn from
 * (entity, week), so that a longer horizon adds events and changes none.
 */
export interface Events {
  readonly launches: readonly Launch[];
  readonly tenants: readonly Tenant[];
  readonly jobs: readonly Job[];
  /** The same events by series, in the order above. */
  readonly launchesOf: readonly (readonly Launch[])[];
  readonly tenantsOf: readonly (readonly Tenant[])[];
  readonly jobsOf: readonly (readonly Job[])[];
}

export interface Launch {
  readonly region: number;
  /** Null: all families of the region. */
  readonly family: number | null;
  readonly uplift: number;
  readonly startDay: number;
  readonly endDay: number;
  readonly availableMs: number;
}

export interface Tenant {
  readonly series: number;
  readonly nodes: number;
  readonly startDay: number;
  readonly availableMs: number;
  /** First day without it and when notice was given; null when it stays. */
  readonly leaves: { readonly day: number; readonly availableMs: number } | null;
}

export interface Job {
  readonly series: number;
  readonly firstHour: number;
  readonly hours: number;
  readonly nodes: number;
  readonly startWeek: number;
  readonly endWeek: number;
}

export function drawEvents(seed: number, population: Population, clock: WeeklyClock, weeks = HORIZON_WEEKS): Events {
  const { series, families } = population;
  const launches = drawLaunches(seed, population, clock, weeks);
  const tenants = drawTenants(seed, population, clock, weeks);
  const jobs = drawJobs(seed, population, weeks);
  const touches = ({ region, family }: Launch, i: number) =>
    region === population.region[i] && (family === null || family === i % families);
  const bySeries = <T>(events: readonly T[], belongs: (event: T, i: number) => boolean) =>
    Array.from({ length: series }, (_, i) => events.filter((event) => belongs(event, i)));
  return {
    launches,
    tenants,
    jobs,
    launchesOf: bySeries(launches, touches),
    tenantsOf: bySeries(tenants, (event, i) => event.series === i),
    jobsOf: bySeries(jobs, (event, i) => event.series === i),
  };
}

/** Factor by which launches raise the demand of a day, as far as they could be known by `knownMs`. */
export function launchFactor(launches: readonly Launch[], day: number, knownMs = Number.POSITIVE_INFINITY): number {
  let factor = 1;
  for (const { uplift, startDay, endDay, availableMs } of launches) {
    if (availableMs <= knownMs && day >= startDay && day < endDay) {
      factor *= 1 + (uplift * (endDay - day)) / (endDay - startDay);
    }
  }
  return factor;
}

/** Nodes of big tenants on a day, as far as they could be known by `knownMs`. */
export function tenantNodes(tenants: readonly Tenant[], day: number, knownMs = Number.POSITIVE_INFINITY): number {
  let nodes = 0;
  for (const tenant of tenants) {
    const hasLeft = tenant.leaves !== null && tenant.leaves.availableMs <= knownMs && day >= tenant.leaves.day;
    if (tenant.availableMs <= knownMs && day >= tenant.startDay && !hasLeft) nodes += tenant.nodes;
  }
  return nodes;
}

/** Adds the nodes asked for by the jobs of a week to `out`, 168 hours. */
export function addJobNodes(out: Float64Array, jobs: readonly Job[], week: number): void {
  for (const { firstHour, hours, nodes, startWeek, endWeek } of jobs) {
    if (week < startWeek || week >= endWeek) continue;
    for (let hour = firstHour; hour < firstHour + hours; hour++) out[hour] += nodes;
  }
}

/** When a change of the jobs that takes effect in `week` is known. */
export function jobKnownMs(clock: WeeklyClock, week: number): number {
  return clock.startOf(week - 1) + job.knownOnDay * MS_PER_DAY + job.knownAtHour * MS_PER_HOUR;
}

function drawLaunches(seed: number, population: Population, clock: WeeklyClock, weeks: number): Launch[] {
  const random = randomStream(seed, 'launches');
  const { regions, families } = population;
  const launches: Launch[] = [];
  const draw = (entity: number, week: number, region: number, family: number | null, chance: number) => {
    const u = (draw: number) => random.uniform(entity, week, draw);
    if (u(0) >= chance) return;
    const startDay = 7 * week + Math.floor(7 * u(1));
    const notice = -Math.floor(7 * within(launch.noticeWeeks, u(3)));
    const knownDay = startDay + (u(2) < launch.announcedShare ? notice : 1);
    const endDay = startDay + Math.round(7 * within(launch.weeks, u(4)));
    const uplift = Math.round(100 * within(launch.uplift, u(5))) / 100;
    launches.push({ region, family, uplift, startDay, endDay, availableMs: clock.epoch + knownDay * MS_PER_DAY });
  };
  for (let week = 0; week < weeks; week++) {
    for (let region = 0; region < regions.length; region++) {
      draw(region, week, region, null, launch.regionWeekly);
      for (let family = 0; family < families; family++) {
        draw(1000 + region * families + family, week, region, family, launch.seriesWeekly);
      }
    }
  }
  return launches;
}

function drawTenants(seed: number, population: Population, clock: WeeklyClock, weeks: number): Tenant[] {
  const random = randomStream(seed, 'tenants');
  const msOf = (day: number) => clock.epoch + Math.floor(day) * MS_PER_DAY;
  const tenants: Tenant[] = [];
  for (let week = 0; week < weeks; week++) {
    for (let i = 0; i < population.series; i++) {
      const u = (draw: number) => random.uniform(i, week, draw);
      if (u(0) >= tenant.weekly) continue;
      const startDay = 7 * week + Math.floor(7 * u(1));
      const knownDay = u(2) < tenant.signedShare ? startDay - 7 * within(tenant.noticeWeeks, u(3)) : startDay + 1;
      const leaveDay = startDay + Math.round(7 * within(tenant.stayWeeks, u(5)));
      const noticeDay = leaveDay - 7 * within(tenant.leaveNoticeWeeks, u(6));
      tenants.push({
        series: i,
        nodes: Math.round(population.usualNodes[i] * within(tenant.sizeShare, u(7))),
        startDay,
        availableMs: msOf(knownDay),
        leaves: u(4) < tenant.leavesShare ? { day: leaveDay, availableMs: msOf(noticeDay) } : null,
      });
    }
  }
  return tenants;
}

/** Each series has a number of slots; when the job of a slot ends, the next one begins. */
function drawJobs(seed: number, population: Population, weeks: number): Job[] {
  const random = randomStream(seed, 'jobs');
  const jobs: Job[] = [];
  for (let i = 0; i < population.series; i++) {
    const slots = shape[FAMILY_KINDS[population.kind[i]]].jobs;
    for (let slot = 0; slot < slots; slot++) {
      for (let startWeek = 0; startWeek < weeks; ) {
        const u = (draw: number) => random.uniform(i, startWeek, 8 * slot + draw);
        const hours = wholeWithin(job.hours, u(0));
        const endWeek = startWeek + Math.max(1, Math.ceil(-job.meanWeeks * Math.log(u(3))));
        jobs.push({
          series: i,
          firstHour: Math.floor((169 - hours) * u(1)),
          hours,
          nodes: Math.round(population.usualNodes[i] * within(job.sizeShare, u(2))),
          startWeek,
          endWeek,
        });
        startWeek = endWeek;
      }
    }
  }
  return jobs;
}
