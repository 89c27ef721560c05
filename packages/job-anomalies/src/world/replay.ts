import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import { robustRule } from '../incumbent.ts';
import { historyPolicy } from './history-policy.ts';
import { lagHours } from './planted.ts';
import { drawPopulation, type Population } from './population.ts';
import { HISTORY_WEEKS, SIZES, worldClock } from './simulate.ts';
import { createStepper, type Policy, type Run } from './stepper.ts';

export const HISTORY_DAYS = 84;
export const LIVE_DAYS = 28;
export const WORLD_DAYS = 7 * HISTORY_WEEKS;

/** What whoever takes over may read. */
export interface Past {
  readonly population: Population;
  readonly history: readonly Run[];
  /** Runs of a job that had succeeded and landed by then, oldest first: the newest `robustRule.runs`. */
  readonly newest: (job: number, nowMs: number) => readonly Run[];
}

export interface Replayed extends Past {
  readonly live: readonly Run[];
}

interface ReplayOptions {
  readonly liveDays?: number;
  /** A run as baselines remember it. */
  readonly remembered?: (run: Run) => Run;
}

/** The small world of a seed, stepped twelve weeks under the rule in force and then a month under another policy. */
export function replay(seed: number, policyOf: (past: Past) => Policy, options: ReplayOptions = {}): Replayed {
  const { liveDays = LIVE_DAYS, remembered = (run) => run } = options;
  const population = drawPopulation(seed, SIZES.small, WORLD_DAYS);
  const world = createStepper(seed, population, { epoch: worldClock.epoch, days: WORLD_DAYS });
  const kept: Run[][] = population.ids.map(() => []);
  const step = (days: number, policy: Policy) =>
    Array.from({ length: days }, () => {
      const { runs } = world.step(policy);
      for (const run of runs) if (!run.hasFailed) kept[run.job].push(remembered(run));
      return runs;
    }).flat();
  const newest = (job: number, nowMs: number) => {
    const landed = kept[job].findLastIndex((run) => landsMs(run) <= nowMs) + 1;
    return kept[job].slice(Math.max(0, landed - robustRule.runs), landed);
  };
  const history = step(HISTORY_DAYS, historyPolicy);
  return { population, history, newest, live: step(liveDays, policyOf({ population, history, newest })) };
}

function landsMs({ startMs, minutes }: Run): number {
  return startMs + minutes * 60_000 + lagHours.job_run_timeline.median * MS_PER_HOUR;
}
