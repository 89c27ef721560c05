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
    put(rows, {
      ...{ run_id: run.id, job_id: run.job, attempt: run.attempt, compute_id: pool[run.job] },
      trigger_type: run.attempt === 2 ? 2 : Number(run.isBackfill),
      ...{ workers: run.workers, setup_seconds: run.setupSeconds, result_state: Number(run.hasFailed) },
      ...{ period_start: startMs, period_end: endMs, available_at: endMs + lag(random.normal(run.id, slice)) },
    });
    put(goesOn, { nulls: Number(!isLast) });
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
      const minutesBefore = within([5, 40], random.uniform(run.id, 0));
      const committedMs = Math.round(run.startMs - run.setupSeconds * 1000 - minutesBefore * 60_000);
      const landsMs = committedMs + lag(random.normal(run.id, 1));
      put(rows, {
        job_id: run.job,
        run_id: run.id,
        gigabytes: run.gb,
        committed_at: committedMs,
        available_at: landsMs,
      });
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
      const reviewedMs = Math.round(endMs + within(planted.hours, random.uniform(run.id, 2)) * MS_PER_HOUR);
      put(rows, {
        ...{ run_id: run.id, job_id: run.job, assigned_by: Number(byLot), propensity: byLot ? planted.byLot : 1 },
        ...{ is_page_worthy: Number(isWorthy !== isWrong), reviewed_at: reviewedMs, available_at: reviewedMs },
      });
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
      const { truth } = run;
      const outlook = outlookOf(run);
      put(rows, {
        ...{ run_id: run.id, expected_minutes: truth.expectedMinutes, centre: outlook.centre, scale: outlook.scale },
        ...{ cause: CAUSES.indexOf(truth.cause), incident_id: truth.incident?.id ?? 0 },
        cause_log_factor: Math.max(0, Math.log(truth.factor) - truth.creep),
        has_bad_node: Number(truth.hasBadNode),
        ...{ p_regression: outlook.regression, regression_log_factor: outlook.regressionLogFactor },
      });
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

/** Adds a row: numbers, and codes of texts. */
function put<Name extends string>(rows: RowBuffer<Name>, row: Readonly<Record<Name, number>>): void {
  const at = rows.add();
  for (const name in row) rows.values[name][at] = row[name];
}
