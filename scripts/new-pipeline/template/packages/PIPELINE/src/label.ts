import { MS_PER_DAY, MS_PER_HOUR, MS_PER_WEEK } from '@applied-modeling/synthetic';
import type { Ingested } from './domain.ts';

/**
 * The label as an executable contract: a machine is positive at t when it fails at least once on a day of [t + 7, t + 14). When
 * a label matures follows from the contract, and the gap of the split follows from that.
 */
export const labelContract = {
  event: 'at least one failure',
  leadDays: 7 /* a service has to be planned a week ahead */,
  windowDays: 7,
  correctionDays: 2 /* the latest row comes so long after its day */,
} as const;

export const maturesAfterDays = labelContract.leadDays + labelContract.windowDays + labelContract.correctionDays;

/** Monday 06:00 UTC, after the nightly loads. */
export function decidedAt({ epoch }: { readonly epoch: number }, week: number): number {
  return epoch + week * MS_PER_WEEK + 6 * MS_PER_HOUR;
}

/** Who is decided about in these weeks, as a sub-select: every machine of which a row is known by then. */
export function candidates({ calendar }: Pick<Ingested, 'calendar'>, weeks: readonly number[]): string {
  const decisions = weeks.map((week) => `(${week}, epoch_ms(${decidedAt(calendar, week)})::TIMESTAMPTZ)`);
  return `(
    SELECT machine_id, week, decided_at, min(reading_date) AS observed_since
    FROM readings JOIN (VALUES ${decisions.join(', ')}) AS decisions(week, decided_at) ON available_at <= decided_at
    GROUP BY machine_id, week, decided_at)`;
}

/** 1 where the machine fails, row by row the candidates in order of machine and decision; NaN where nobody knows yet. */
export async function labels({ lake, calendar }: Ingested, asked: string): Promise<Float32Array> {
  const { leadDays, windowDays } = labelContract;
  const found = await lake.query(`
    SELECT max(failures) AS failed, decided_at
    FROM ${asked} AS asked LEFT JOIN readings ON readings.machine_id = asked.machine_id
      AND reading_date >= decided_at::DATE + ${leadDays} AND reading_date < decided_at::DATE + ${leadDays + windowDays}
      AND available_at <= decided_at + INTERVAL ${maturesAfterDays} DAYS
    GROUP BY asked.machine_id, decided_at
    ORDER BY asked.machine_id, decided_at`);
  const matured = calendar.now - maturesAfterDays * MS_PER_DAY;
  const decided = found.numbers('decided_at');
  return Float32Array.from(found.numbers('failed'), (failed, row) => (decided[row] <= matured ? failed : Number.NaN));
}
