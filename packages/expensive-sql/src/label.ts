import type { Lake } from '@applied-modeling/lakehouse';
import { MS_PER_DAY } from '@applied-modeling/synthetic';

const expensiveCpuSeconds = 600 /* of all tasks of one query */;

/**
 * The label as an executable contract: a query is expensive when it takes more than so many CPU-seconds, whoever waits for it.
 *
 * Rejected: wall time (the queue, the neighbours and the size of the cluster are in it), a percentile (when the whole fleet becomes
 * twice as slow, still one in a hundred is in the top hundredth), dollars of the bill (a discount would move the label).
 *
 * Two kinds of query tell less than that. One that was cut short below the limit, cancelled or failed, is censored there: what it would have cost nobody
 * knows. One that the result cache answered has no cost of its own.
 */
export const labelContract = {
  expensiveCpuSeconds,
  event: `more than ${expensiveCpuSeconds} CPU-seconds`,
  /** Its own day, and the next: by then it has ended, or was cut short, and has landed. */
  leadDays: 0 /* the query itself is what is judged */,
  windowDays: 1 /* the day it was submitted on */,
  correctionDays: 1 /* by the end of the next it has ended, or was cancelled, and has landed */,
} as const;

export function isExpensive(cpuSeconds: number): boolean {
  return cpuSeconds > labelContract.expensiveCpuSeconds;
}

export const maturesAfterDays = labelContract.leadDays + labelContract.windowDays + labelContract.correctionDays;

/** When the label of a query submitted then is known, in ms since 1970: all queries of a day mature together. */
export function maturesAt(submittedMs: number): number {
  return (Math.floor(submittedMs / MS_PER_DAY) + maturesAfterDays) * MS_PER_DAY;
}

/** How a query ended. */
export interface Ending {
  /** Of all its tasks, until it ended or was cancelled. */
  readonly cpuSeconds: number;
  /** Cancelled by somebody, or failed, before it had an answer. */
  readonly wasCut: boolean;
  readonly fromCache: boolean;
}

/** 1 or 0, NaN where nobody knows: cut short below the limit, or answered by the cache. */
export function labelOf({ cpuSeconds, wasCut, fromCache }: Ending): number {
  if (fromCache) return Number.NaN;
  if (isExpensive(cpuSeconds)) return 1;
  return wasCut ? Number.NaN : 0;
}

/** How every statement of the history ended, in the order of submission: as `candidates` lists them. */
export async function labels({ lake }: { readonly lake: Lake }): Promise<readonly Ending[]> {
  const found = await lake.query(`
    SELECT
      total_task_duration_ms / 1000 AS cpu_seconds,
      (coalesce(execution_status, 'FINISHED') <> 'FINISHED')::INTEGER AS was_cut,
      coalesce(from_result_cache, false)::INTEGER AS from_cache
    FROM query_history
    ORDER BY start_time, statement_id`);
  const [cpuSeconds, wasCut, fromCache] = ['cpu_seconds', 'was_cut', 'from_cache'].map((name) => found.numbers(name));
  return Array.from(cpuSeconds, (seconds, row) => ({
    cpuSeconds: seconds,
    wasCut: wasCut[row] === 1,
    fromCache: fromCache[row] === 1,
  }));
}
