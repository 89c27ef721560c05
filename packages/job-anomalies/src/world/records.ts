import { type CodedTexts, lagMs, MS_PER_HOUR, RowBuffer, randomStream, within } from '@applied-modeling/synthetic';
import { isPageWorthy } from '../label.ts';
import { CAUSES } from './causes.ts';
import type { Outlook } from './oracle.ts';
import { lagHours, review as planted, SCHEDULES } from './planted.ts';
import { JOB_TYPES, type Population } from './population.ts';
import type { Day, Run } from './stepper.ts';

const TRIGGERS = ['CRON', 'BACKFILL', 'REPAIR'] as const;
const RESULTS = ['SUCCESS', 'FAILED'] as const;
const ASSIGNED = ['page', 'lot'] as const;

/** Slices of runs: one for each hour of the clock a run was in; only the last says how it ended. */
export function createTimelineRecorder(seed: number, { ids, pools, pool }: Population) {
  const random = randomStream(seed, 'timeline rows');
  const lag = lagMs(lagHours.job_run_timeline);
  const rows = new RowBuffer({
    ...{ run_id: Float64Array, job_id: ids, trigger_type: TRIGGERS, attempt: Uint8Array, compute_id: pools },
    ...{ workers: Uint8Array, setup_seconds: Int32Array, result_state: RESULTS },
    ...{ period_start: Float64Array, period_end: Float64Array, available_at: Float64Array },
  });
  const goesOn = new RowBuffer({ nulls: Uint8Array });
  const addSlice = (run: Run, slice: number, startMs: number, endMs: number, isLast: boolean) => {
    const at = rows.add();
    goesOn.add(); // before its values are read: a buffer that grows has new arrays
    goesOn.values.nulls[at] = Number(!isLast);
    rows.values.run_id[at] = run.id;
    rows.values.job_id[at] = run.job;
    rows.values.trigger_type[at] = run.attempt === 2 ? 2 : Number(run.isBackfill);
    rows.values.attempt[at] = run.attempt;
    rows.values.compute_id[at] = pool[run.job];
    rows.values.workers[at] = run.workers;
    rows.values.setup_seconds[at] = run.setupSeconds;
    rows.values.result_state[at] = Number(run.hasFailed);
    rows.values.period_start[at] = startMs;
    rows.values.period_end[at] = endMs;
    rows.values.available_at[at] = endMs + lag(random.normal(run.id, slice));
  };
  return ({ runs }: Day) => {
    rows.clear();
    goesOn.clear();
    for (const run of runs) {
      const endMs = Math.round(run.startMs + run.minutes * 60_000);
      let [startMs, slice] = [Math.round(run.startMs), 0];
      for (; ; slice++) {
        const hourEnds = (Math.floor(startMs / MS_PER_HOUR) + 1) * MS_PER_HOUR;
        const sliceEnds = Math.min(hourEnds, endMs);
        addSlice(run, slice, startMs, sliceEnds, sliceEnds === endMs);
        if (sliceEnds === endMs) break;
        startMs = sliceEnds;
      }
    }
    const { result_state: values, ...columns } = rows.columns;
    const result_state = { values: values as CodedTexts, nulls: goesOn.values.nulls as Uint8Array };
    return { job_run_timeline: { columns: { ...columns, result_state }, rows: rows.rows } };
  };
}

/** The commit each run reads, a few minutes before it was due. */
export function createCommitRecorder(seed: number, { ids }: Population) {
  const random = randomStream(seed, 'commit rows');
  const lag = lagMs(lagHours.table_commits);
  const rows = new RowBuffer({
    ...{ job_id: ids, run_id: Float64Array, gigabytes: Float64Array },
    ...{ committed_at: Float64Array, available_at: Float64Array },
  });
  return ({ runs }: Day) => {
    rows.clear();
    for (const run of runs) {
      const at = rows.add();
      const committedMs = Math.round(
        run.startMs - run.setupSeconds * 1000 - within([5, 40], random.uniform(run.id, 0)) * 60_000,
      );
      rows.values.job_id[at] = run.job;
      rows.values.run_id[at] = run.id;
      rows.values.gigabytes[at] = run.gb;
      rows.values.committed_at[at] = committedMs;
      rows.values.available_at[at] = committedMs + lag(random.normal(run.id, 1));
    }
    return { table_commits: rows };
  };
}

export function createDeployRecorder(seed: number, { ids }: Population) {
  const random = randomStream(seed, 'deploy rows');
  const lag = lagMs(lagHours.deploys);
  return ({ deploys, day }: Day) => ({
    deploys: deploys.map(({ job, atMs }) => {
      const deployedMs = Math.round(atMs);
      return { job_id: ids[job], deployed_at: deployedMs, available_at: deployedMs + lag(random.normal(job, day)) };
    }),
  });
}

/** Somebody looks at every run that paged, and at a few of the others by lot: without those nobody knows what was missed. */
export function createReviewRecorder(seed: number, { ids, tier }: Population) {
  const random = randomStream(seed, 'reviews');
  const rows = new RowBuffer({
    ...{
      run_id: Float64Array,
      job_id: ids,
      assigned_by: ASSIGNED,
      propensity: Float64Array,
      is_page_worthy: Uint8Array,
    },
    ...{ reviewed_at: Float64Array, available_at: Float64Array },
  });
  return ({ runs }: Day) => {
    rows.clear();
    for (const run of runs) {
      const byLot = run.pagedMs === null;
      if (byLot && random.uniform(run.id, 0) >= planted.byLot) continue;
      const isWorthy = isPageWorthy(run.minutes - run.truth.expectedMinutes, tier[run.job]);
      const isWrong = random.uniform(run.id, 1) < (isWorthy ? planted.waved : planted.blamed);
      const endMs = run.startMs + run.minutes * 60_000;
      const at = rows.add();
      rows.values.run_id[at] = run.id;
      rows.values.job_id[at] = run.job;
      rows.values.assigned_by[at] = Number(byLot);
      rows.values.propensity[at] = byLot ? planted.byLot : 1;
      rows.values.is_page_worthy[at] = Number(isWorthy !== isWrong);
      rows.values.reviewed_at[at] = Math.round(endMs + within(planted.hours, random.uniform(run.id, 2)) * MS_PER_HOUR);
      rows.values.available_at[at] = rows.values.reviewed_at[at];
    }
    return { reviews: rows };
  };
}

/** What was true of each run. `outlookOf` is what could be said of it before it started. */
export function createTruthRecorder(outlookOf: (run: Run) => Outlook) {
  const rows = new RowBuffer({
    ...{
      run_id: Float64Array,
      expected_minutes: Float64Array,
      centre: Float64Array,
      scale: Float64Array,
      cause: CAUSES,
    },
    ...{ cause_log_factor: Float64Array, incident_id: Int32Array, has_bad_node: Uint8Array },
    ...{ p_regression: Float64Array, regression_log_factor: Float64Array },
  });
  return (runs: readonly Run[]) => {
    rows.clear();
    for (const run of runs) {
      const at = rows.add();
      const outlook = outlookOf(run);
      rows.values.run_id[at] = run.id;
      rows.values.expected_minutes[at] = run.truth.expectedMinutes;
      rows.values.centre[at] = outlook.centre;
      rows.values.scale[at] = outlook.scale;
      rows.values.cause[at] = CAUSES.indexOf(run.truth.cause);
      rows.values.cause_log_factor[at] = Math.max(0, Math.log(run.truth.factor) - run.truth.creep);
      rows.values.incident_id[at] = run.truth.incident?.id ?? 0;
      rows.values.has_bad_node[at] = Number(run.truth.hasBadNode);
      rows.values.p_regression[at] = outlook.regression;
      rows.values.regression_log_factor[at] = outlook.regressionLogFactor;
    }
    return { truth: rows };
  };
}

/** Known from the day before its first run on. */
export function jobRows(population: Population, firstRunMs: (job: number) => number) {
  const { ids, teams, team, tier, type, schedule, isSpot } = population;
  return ids.map((job_id, job) => ({
    job_id,
    owner_team: teams[team[job]],
    tier: tier[job],
    job_type: JOB_TYPES[type[job]],
    schedule: SCHEDULES[schedule[job]].name,
    is_spot: isSpot[job] === 1,
    first_run_at: firstRunMs(job),
    available_at: firstRunMs(job),
  }));
}
