import { MS_PER_DAY, MS_PER_HOUR, randomStream, stepsBefore, within } from '@applied-modeling/synthetic';
import { cause as planted } from './planted.ts';
import type { Population } from './population.ts';

/** Why a run was slow, from what slows it most; `none` where it is noise. */
export const CAUSES = ['none', 'skew', 'spot loss', 'bad node', 'regression', 'creep'] as const;
export type Cause = (typeof CAUSES)[number];

/** Something that slows more than one run: all of them are one incident. */
export interface Incident {
  readonly id: number;
  readonly factor: number;
  readonly startsMs: number;
  readonly endsMs: number;
}

export interface Deploy {
  readonly atMs: number;
  /** What it broke, until somebody notices; null for most deploys. */
  readonly regression: Incident | null;
}

export interface Causes {
  /** What befalls one run alone. */
  ofRun(job: number, day: number, slot: number): { readonly cause: Cause; readonly factor: number } | null;
  /** The machines under a pool are ill. */
  badNode(pool: number, ms: number): Incident | null;
  /** New code of a job; null on most days. */
  deployOn(job: number, day: number): Deploy | null;
  /** Log factor of what crept in by a day. */
  creep(job: number, day: number): number;
}

/** Draws what slows the runs of `days` days from `epoch` on. Whom it slows does not depend on whom anybody pages. */
export function createCauses(seed: number, population: Population, epoch: number, days: number): Causes {
  const [runs, nodes, code] = ['run causes', 'bad nodes', 'deploys'].map((name) => randomStream(seed, name));
  const badNodes = population.pools.map((_, pool) => drawBadNodes(nodes, pool, epoch, days));

  const ofRun = (job: number, day: number, slot: number) => {
    const { skew, spotLoss } = planted;
    const u = runs.uniform(job, day, slot);
    const size = runs.uniform(job, day, 10 + slot);
    if (u < skew.share) return { cause: 'skew', factor: logWithin(skew.factor, size) } as const;
    if (population.isSpot[job] === 0 || u > skew.share + spotLoss.share) return null;
    return { cause: 'spot loss', factor: logWithin(spotLoss.factor, size) } as const;
  };

  const deployOn = (job: number, day: number): Deploy | null => {
    if (code.uniform(job, day, 0) >= planted.deploysPerDay) return null;
    const startsMs = epoch + (day + code.uniform(job, day, 1)) * MS_PER_DAY;
    const { share, factor, meanDays } = planted.regression;
    if (code.uniform(job, day, 2) >= share) return { atMs: startsMs, regression: null };
    const endsMs = startsMs - Math.log(code.uniform(job, day, 3)) * meanDays * MS_PER_DAY;
    const size = logWithin(factor, code.uniform(job, day, 4));
    return { atMs: startsMs, regression: { id: incidentId(job, day), factor: size, startsMs, endsMs } };
  };

  return {
    ofRun,
    badNode: (pool, ms) => badNodes[pool].find(({ startsMs, endsMs }) => startsMs <= ms && ms < endsMs) ?? null,
    deployOn,
    creep: (job, day) => Math.max(0, day - population.creepsFrom[job]) * (Math.log1p(planted.creep.weekly) / 7),
  };
}

function drawBadNodes(random: ReturnType<typeof randomStream>, pool: number, epoch: number, days: number): Incident[] {
  const { perPoolDay, hours, factor } = planted.badNode;
  const found: Incident[] = [];
  for (let day = 0, nth = 0; ; day++, nth++) {
    day += stepsBefore(perPoolDay, random.uniform(pool, nth, 0));
    if (day >= days) return found;
    const startsMs = epoch + (day + random.uniform(pool, nth, 1)) * MS_PER_DAY;
    const endsMs = startsMs + within(hours, random.uniform(pool, nth, 2)) * MS_PER_HOUR;
    found.push({ id: -incidentId(pool, day), factor: within(factor, random.uniform(pool, nth, 3)), startsMs, endsMs });
  }
}

/** One a job and day, or below 0 a pool and day; never 0. */
function incidentId(job: number, day: number): number {
  return job * 1_000 + day + 1;
}

/** Uniform in the log: doubling is as far as halving. */
function logWithin([low, high]: readonly [number, number], u: number): number {
  return Math.exp(within([Math.log(low), Math.log(high)], u));
}
