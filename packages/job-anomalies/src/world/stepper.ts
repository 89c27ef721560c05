import { lognormal, randomStream, within } from '@applied-modeling/synthetic';
import { type Cause, type Causes, createCauses, type Deploy, type Incident } from './causes.ts';
import { type JobState, mend, newJob, pageOf } from './job-state.ts';
import { heavyQuantile } from './noise.ts';
import { noise, nuisance } from './planted.ts';
import type { Population } from './population.ts';
import { createWorkloads, type Workload } from './workload.ts';

export const RUNS_A_DAY = 6;

/** A run as it starts: what a policy may look at, beside the past of its job. */
export interface StartedRun extends Workload {
  readonly id: number;
  readonly job: number;
  readonly day: number;
  /** Begin of execution, after the queue and the start of the cluster. */
  readonly startMs: number;
  readonly setupSeconds: number;
  /** 2 for a repair run, by hand, of one that failed. */
  readonly attempt: 1 | 2;
}

/** A run that has ended, and what only the world knows of it. */
export interface Run extends StartedRun {
  readonly minutes: number;
  readonly hasFailed: boolean;
  readonly pagedMs: number | null;
  readonly truth: RunTruth;
}

export interface RunTruth {
  /** What the run should have taken. */
  readonly expectedMinutes: number;
  /** What nobody can act on, added to the log of it: what was carried over from the run before. */
  readonly carried: number;
  /** Standard deviation of what is new in the log minutes. */
  readonly scale: number;
  readonly creep: number;
  readonly cause: Cause;
  /** Of all causes together, creep included. */
  readonly factor: number;
  readonly incident: Incident | null;
  readonly hasBadNode: boolean;
}

/** What a policy may know of a job when a run of it starts. */
export interface JobPast {
  /** Log minutes of the newest runs that succeeded and had landed, oldest first; at most `robustRule.runs`. A copy. */
  logMinutes(nowMs: number): Float64Array;
}

/** When to page for a run: once it has taken so many minutes, at that moment or when it has ended. `null`: never. */
export type Policy = (run: StartedRun, past: JobPast) => PageRule | null;
export interface PageRule {
  readonly minutes: number;
  readonly whileRunning: boolean;
}

/** What happened on one day, by job and start. */
export interface Day {
  readonly day: number;
  readonly runs: readonly Run[];
  readonly deploys: readonly (Deploy & { readonly job: number })[];
}

export interface Stepper {
  readonly population: Population;
  /** Runs the next day under the policy. */
  step(policy: Policy): Day;
}

export interface StepperOptions {
  readonly epoch: number;
  /** For which causes are drawn; stepping further finds healthy machines only. */
  readonly days: number;
}

/**
 * A world at day 0. What slows a run does not depend on the policy; how long a regression lasts does, because who is paged
 * mends it, and so does the rest of a run whose owner is paged in time.
 */
export function createStepper(seed: number, population: Population, { epoch, days }: StepperOptions): Stepper {
  const workloads = createWorkloads(seed, population, epoch);
  const drawn = createCauses(seed, population, epoch, days);
  const random = randomStream(seed, 'runs');
  const jobs = population.ids.map(newJob);
  let day = 0;

  const start = (job: number, work: Workload, earliestMs: number, attempt: 1 | 2): StartedRun => {
    const { median, sigma } = nuisance.setupSeconds;
    const id = runId(job, day, work.slot, attempt);
    const setupSeconds = Math.round(lognormal(median, sigma, random.normal(id, 0, 0)));
    return { ...work, id, job, day, attempt, setupSeconds, startMs: earliestMs + setupSeconds * 1000 };
  };

  const finish = (started: StartedRun, policy: Policy): Run => {
    const { job, id } = started;
    const state = jobs[job];
    const truth = truthOf(started, state, population, drawn, workloads.expectedLogMinutes(job, started));
    const fresh = truth.scale * heavyQuantile(random.uniform(id, 1, 0));
    state.residual = truth.carried + fresh;
    const unpaged = truth.expectedMinutes * truth.factor * Math.exp(state.residual);
    const failsAt = random.uniform(id, 2, 0) / nuisance.failure.share;
    const hasFailed = started.attempt === 1 && failsAt < 1;
    const natural = hasFailed ? Math.max(0.5, unpaged * failsAt) : unpaged;
    const page = pageOf(policy(started, state.past), natural, started, state);
    if (page !== null) mend(state, page.atMs, random.uniform(id, 3, 0));
    return { ...started, minutes: page?.minutes ?? natural, hasFailed, pagedMs: page?.atMs ?? null, truth };
  };

  const runOnce = (job: number, work: Workload, scheduledMs: number, attempt: 1 | 2, policy: Policy): Run => {
    const run = finish(start(job, work, Math.max(scheduledMs, jobs[job].busyUntilMs), attempt), policy);
    jobs[job].busyUntilMs = run.startMs + run.minutes * 60_000;
    if (!run.hasFailed) jobs[job].remember(run.minutes, jobs[job].busyUntilMs);
    return run;
  };

  const runJob = (job: number, policy: Policy): Run[] =>
    workloads.ofDay(job, day).flatMap((work) => {
      const run = runOnce(job, work, work.scheduledMs, 1, policy);
      if (!run.hasFailed) return run;
      const pause = within(nuisance.failure.repairMinutes, random.uniform(run.id, 5, 0)) * 60_000;
      return [run, runOnce(job, work, jobs[job].busyUntilMs + pause, 2, policy)];
    });

  const step = (policy: Policy): Day => {
    const runs: Run[] = [];
    const deploys: Day['deploys'][number][] = [];
    for (let job = 0; job < population.jobs; job++) {
      const deploy = day < population.bornOn[job] ? null : drawn.deployOn(job, day);
      if (deploy !== null) deploys.push({ ...deploy, job });
      if (deploy?.regression) jobs[job].regression = { ...deploy.regression };
      runs.push(...runJob(job, policy));
    }
    return { day: day++, runs, deploys };
  };
  return { population, step };
}

/** One a job, day, slot and attempt; fits 32 bits. */
export function runId(job: number, day: number, slot: number, attempt: 1 | 2): number {
  return ((job * 512 + day) * RUNS_A_DAY + slot) * 2 + attempt - 1;
}

/** Everything about a run that is settled before its noise is drawn. */
function truthOf(
  { job, day, slot, startMs }: StartedRun,
  { residual, regression }: JobState,
  population: Population,
  drawn: Causes,
  expectedLogMinutes: number,
): RunTruth {
  const alone = drawn.ofRun(job, day, slot);
  const badNode = drawn.badNode(population.pool[job], startMs);
  const broken = regression && regression.startsMs <= startMs && startMs < regression.endsMs ? regression : null;
  const creep = drawn.creep(job, day);
  const slowing = [
    { cause: 'regression' as const, factor: broken?.factor ?? 1 },
    { cause: 'bad node' as const, factor: badNode?.factor ?? 1 },
    { cause: alone?.cause ?? ('none' as const), factor: alone?.factor ?? 1 },
    { cause: 'creep' as const, factor: Math.exp(creep) },
  ];
  const worst = slowing.reduce((a, b) => (b.factor > a.factor ? b : a));
  return {
    expectedMinutes: Math.exp(expectedLogMinutes),
    carried: noise.carried * residual,
    scale: population.spread[job] * Math.sqrt(1 - noise.carried ** 2),
    creep,
    cause: worst.factor > 1 ? worst.cause : 'none',
    factor: slowing.reduce((product, { factor }) => product * factor, 1),
    incident: worst.cause === 'regression' ? broken : worst.cause === 'bad node' ? badNode : null,
    hasBadNode: badNode !== null,
  };
}
