import { MS_PER_HOUR, within } from '@applied-modeling/synthetic';
import { robustRule } from '../incumbent.ts';
import { response } from '../prices.ts';
import type { Incident } from './causes.ts';
import { cause, lagHours } from './planted.ts';
import type { JobPast, PageRule, StartedRun } from './stepper.ts';

/** What a job carries from run to run. */
export interface JobState {
  residual: number;
  /** With an end that a page brings forward. */
  regression: { -readonly [Key in keyof Incident]: Incident[Key] } | null;
  busyUntilMs: number;
  mutedUntilMs: number;
  readonly past: JobPast;
  remember(minutes: number, endMs: number): void;
}

export function newJob(): JobState {
  const kept: number[] = [];
  const landedMs: number[] = [];
  const logMinutes = (nowMs: number) => {
    let stop = kept.length;
    while (stop > 0 && landedMs[stop - 1] > nowMs) stop--;
    return new Float64Array(kept.slice(Math.max(0, stop - robustRule.runs), stop));
  };
  return {
    residual: 0,
    regression: null,
    busyUntilMs: 0,
    mutedUntilMs: 0,
    past: { logMinutes },
    remember(minutes, endMs) {
      kept.push(Math.log(minutes));
      landedMs.push(endMs + lagHours.job_run_timeline.median * MS_PER_HOUR);
    },
  };
}

/** When somebody is paged for a run that would take so long, and how long it takes then; null where nobody is. */
export function pageOf(rule: PageRule | null, natural: number, { startMs }: StartedRun, state: JobState) {
  if (rule === null || natural <= rule.minutes) return null;
  const after = rule.whileRunning ? rule.minutes : natural;
  const atMs = startMs + after * 60_000;
  if (atMs < state.mutedUntilMs) return null;
  state.mutedUntilMs = atMs + robustRule.muteHours * MS_PER_HOUR;
  const untouched = Math.min(natural, after + response.minutes);
  return { atMs, minutes: untouched + (1 - response.savedShare) * (natural - untouched) };
}

/** Whoever is paged finds the regression and takes it back. */
export function mend({ regression }: JobState, pagedMs: number, u: number): void {
  if (regression === null || pagedMs < regression.startsMs) return;
  const hours = response.fixHours * within(cause.regression.fixedWithin, u);
  regression.endsMs = Math.min(regression.endsMs, pagedMs + hours * MS_PER_HOUR);
}
