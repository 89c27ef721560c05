import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Ingested } from '../src/domain.ts';
import { ingest } from '../src/stages/1-ingest.ts';

/** A run as a person's file tells it; times in hours from the first day of 2025. */
export interface OwnRun {
  readonly run: number;
  readonly job?: string;
  readonly startHours: number;
  readonly minutes: number;
  readonly gigabytes?: number;
  readonly workers?: number;
  readonly state?: 'SUCCESS' | 'FAILED';
  /** From its end until its last slice has landed. */
  readonly landsHours?: number;
}

const EPOCH = Date.UTC(2025, 0, 1);
const HOUR = 3_600_000;
const instant = (hours: number) => new Date(Math.round(EPOCH + hours * HOUR)).toISOString();

/**
 * Reads these runs as `--data` would, until the history of `days` is over: a job `clock` runs once a week until then. Open for the
 * test that asks.
 */
export async function readOwnRuns(runs: readonly OwnRun[], days = 150): Promise<Ingested> {
  const dir = mkdtempSync(join(tmpdir(), 'job-anomalies-own-'));
  const weeks = Array.from({ length: Math.ceil(days / 7) }, (_, week) => Math.min(7 * (week + 1), days));
  const clock = [0, ...weeks].map((day, nth) => ({
    run: 900_000 + nth,
    job: 'clock',
    startHours: 24 * day,
    minutes: 1,
  }));
  const slices = [...runs, ...clock].flatMap(slicesOf);
  writeCsv(join(dir, 'job_run_timeline.csv'), SLICE, slices);
  const commits = runs.filter(({ gigabytes }) => gigabytes !== undefined).map(commitOf);
  if (commits.length > 0) writeCsv(join(dir, 'table_commits.csv'), COMMIT, commits);
  const ingested = await ingest({ kind: 'files', dir, lakeDir: join(dir, 'lake') }, { threads: 1 });
  onTestFinished(() => {
    ingested.lake.close();
    rmSync(dir, { recursive: true });
  });
  return ingested;
}

const SLICE = ['run_id', 'job_id', 'workers', 'result_state', 'period_start', 'period_end', 'available_at'];
const COMMIT = ['run_id', 'job_id', 'gigabytes', 'committed_at', 'available_at'];

/** One row an hour of the clock it ran in; only the last says how it ended. */
function slicesOf({ run, job = 'nightly', startHours, minutes, workers, state, landsHours = 0.3 }: OwnRun) {
  const end = startHours + minutes / 60;
  const slices: unknown[][] = [];
  for (let from = startHours; from < end; from = Math.floor(from + 1)) {
    const until = Math.min(end, Math.floor(from + 1));
    const isLast = until === end;
    const result = isLast ? (state ?? 'SUCCESS') : '';
    slices.push([run, job, workers ?? '', result, instant(from), instant(until), instant(until + landsHours)]);
  }
  return slices;
}

function commitOf({ run, job = 'nightly', startHours, gigabytes }: OwnRun): unknown[] {
  return [run, job, gigabytes, instant(startHours - 0.1), instant(startHours - 0.05)];
}

function writeCsv(file: string, header: readonly string[], rows: readonly (readonly unknown[])[]): void {
  writeFileSync(file, `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`);
}
