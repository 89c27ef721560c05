import { meanKnown, quantileOf, slopeOf } from '@applied-modeling/evaluation';
import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';
import { robustRule } from '../incumbent.ts';
import { prices, response } from '../prices.ts';
import { sum, usdPerMinute } from '../world/judge-month.ts';
import { type Baseline, robustBaseline } from '../world/odd-and-dear.ts';
import { type Replayed, WORLD_DAYS } from '../world/replay.ts';
import { worldClock } from '../world/simulate.ts';
import type { Run } from '../world/stepper.ts';

/**
 * The mirror of a poisoned baseline: some jobs get 1.5 % slower a week, and a baseline of the newest thirty runs with them. Beside
 * it one that is frozen after four weeks. Both are read by the same one-sided CUSUM (Page 1954) of log minutes, brought to the same
 * bytes and clipped at two deviations, so that no run decides alone. Other workers start a new baseline; backfills and month-ends
 * are left out. A ticket costs what a page costs, is written where the shift costs as much within four weeks, and ends the creep
 * if there is one.
 *
 * Offline every ticket is lost money: the label judges a run by the weeks around it, and they have crept as well.
 */
export function boiledFrog({ history, live, population }: Replayed) {
  const byJob: Run[][] = population.ids.map(() => []);
  for (const run of [...history, ...live]) {
    if (!(run.hasFailed || run.isBackfill || run.isMonthEnd)) byJob[run.job].push(run);
  }
  const perLogGb = slopeWithinJobs(byJob);
  const judge = (isFrozen: boolean) => {
    const watched = byJob.map((runs, job) => watch(runs, { perLogGb, isFrozen, rate: usdPerMinute(population, job) }));
    const tickets = sum(watched, (one) => one.tickets);
    const daysOf = (above: number, upTo: number) =>
      watched.flatMap(({ foundMs }, job) => {
        const onset = Math.max(population.creepsFrom[job], population.bornOn[job]);
        const isOf = population.spread[job] > above && population.spread[job] <= upTo;
        if (!isOf || onset > WORLD_DAYS - detector.followedDays) return [];
        return [foundMs === null ? null : (foundMs - worldClock.epoch) / MS_PER_DAY - onset];
      });
    return {
      offline: { ticketsPerMonth: (28 * tickets) / WORLD_DAYS, netUsd: -tickets * prices.pageUsd },
      live: { netUsd: sum(watched, ({ savedUsd }) => savedUsd) - tickets * prices.pageUsd },
      /** Of each job that crept for six weeks or more, by standard deviation; null where nobody wrote a ticket. */
      daysToDetect: { quiet: daysOf(0, 0.12), ordinary: daysOf(0.12, 0.35), noisy: daysOf(0.35, Infinity) },
    };
  };
  return { careless: judge(false), correct: judge(true) };
}

const detector = {
  baselineDays: 28,
  leastRuns: 10,
  clipped: 2,
  slack: 0.5 /* deviations a run that are let pass */,
  limit: 20 /* deviations summed: at 12 tickets double, and as many jobs are found; chosen in worlds 1 to 8 */,
  recentRuns: 10 /* say how large the shift is */,
  followedDays: 42 /* at least, for a creep to count */,
} as const;

/** Follows a job run by run; `rate` is dollars a minute. A ticket starts a new baseline, and the first in a creep ends it. */
function watch(
  runs: readonly Run[],
  { perLogGb, isFrozen, rate }: Readonly<{ perLogGb: number; isFrozen: boolean; rate: number }>,
) {
  let [tickets, savedUsd, foundMs] = [0, 0, null as number | null];
  let [values, readyMs, workers, cusum] = [[] as number[], 0, 0, 0];
  let frozen: (Baseline & { readonly runs: number }) | null = null;
  const newest = (count: number) => Float64Array.from(values.slice(-count));
  const restart = (run: Run) => {
    [values, readyMs, workers, cusum] = [[], run.startMs + detector.baselineDays * MS_PER_DAY, run.workers, 0];
    frozen = null;
  };
  for (const run of runs) {
    const { startMs, truth } = run;
    const isMended = foundMs !== null && startMs > foundMs + response.fixHours * MS_PER_HOUR;
    if (isMended) savedUsd += truth.expectedMinutes * Math.expm1(truth.creep) * rate;
    if (run.workers !== workers) restart(run);
    const forBytes = perLogGb * Math.log(run.gb);
    const value = Math.log(run.minutes) - forBytes - (isMended ? truth.creep : 0);
    if (startMs >= readyMs && values.length >= detector.leastRuns) {
      frozen ??= { ...robustBaseline(newest(values.length)), runs: values.length };
      const { centre, sigma } = isFrozen ? frozen : robustBaseline(newest(robustRule.runs));
      cusum = Math.max(0, cusum + Math.min(detector.clipped, (value - centre) / sigma) - detector.slack);
      const shift = quantileOf(newest(detector.recentRuns), 0.5) - centre;
      const monthUsd = Math.exp(centre + forBytes) * Math.expm1(shift) * rate * frozen.runs;
      if (cusum > detector.limit && monthUsd > prices.pageUsd) {
        tickets += 1;
        if (truth.creep > 0) foundMs ??= startMs;
        restart(run);
      }
    }
    values.push(value);
  }
  return { tickets, savedUsd, foundMs };
}

/** By how much log minutes follow log bytes within a job, over all jobs. */
function slopeWithinJobs(byJob: readonly (readonly Run[])[]): number {
  const early = byJob.map((runs) => runs.filter(({ day }) => day < detector.baselineDays));
  const centred = (of: (run: Run) => number) =>
    early.flatMap((runs) => {
      const mean = meanKnown(runs.map(of));
      return runs.map((run) => of(run) - mean);
    });
  const [logGb, logMinutes] = [centred(({ gb }) => Math.log(gb)), centred(({ minutes }) => Math.log(minutes))];
  return slopeOf(logGb, logMinutes);
}
