/**
 * How far back a dated table goes, in whole steps of a calendar, and why that is not enough.
 *
 * Plans that are laid out over a history begin and end with a whole step of it. One mistyped year would stretch such a plan by
 * centuries, so a history with a long hole in it is refused, and the few rows on one side of it are named.
 */

import type { TableContract } from './contract.ts';
import type { Lake } from './lake.ts';
import { sqlName } from './sql-text.ts';

const UNIT_MS = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 } as const;
export type HistoryUnit = keyof typeof UNIT_MS;

export interface HistoryOptions {
  /** Length of a step; weeks begin on Monday, all of them at 00:00 UTC. */
  readonly step: HistoryUnit;
  /** What one row is about: its day, or its hour. */
  readonly row: HistoryUnit;
  /** Rows may be corrected for so long; steps that are younger than that before the newest row became known do not count. */
  readonly correctionDays?: number;
  /** Fewest whole steps, and why. */
  readonly minimum: { readonly steps: number; readonly because: string };
}

export interface TableHistory {
  /** Start of the first whole step, milliseconds since 1970. */
  readonly epoch: number;
  readonly steps: number;
  /** Why nothing can be planned on it, one sentence each; none when it can. */
  readonly problems: readonly string[];
}

/** Looks at all rows of the table, whenever they became known: what `now` is follows from the answer. */
export async function measureHistory(
  lake: Lake,
  contract: TableContract,
  { step, row, correctionDays, minimum }: HistoryOptions,
): Promise<TableHistory> {
  const { name, clocks } = contract;
  const time = sqlName(clocks.eventTime!);
  const days = await lake.query(
    `SELECT epoch_ms(min(${time})) AS first, epoch_ms(max(${time})) AS last, count(*) AS n,
       epoch_ms(max(${sqlName(clocks.availableAt!)})) AS known
     FROM ${lake.latest(contract)} GROUP BY epoch_us(${time}) // 86400000000 ORDER BY first`,
  );
  const [firsts, lasts, counts] = [days.numbers('first'), days.numbers('last'), days.numbers('n')];
  if (days.rowCount === 0) return { epoch: 0, steps: 0, problems: [`${name}: no rows; add some`] };
  const [first, last] = [firsts[0], lasts[days.rowCount - 1]];
  const epoch = MONDAY + Math.ceil((first - MONDAY) / UNIT_MS[step]) * UNIT_MS[step];
  const end = last + UNIT_MS[row];
  const known = days.numbers('known').reduce((newest, at) => Math.max(newest, at));
  const settled = correctionDays === undefined ? end : Math.min(end, known - correctionDays * UNIT_MS.day);
  const steps = Math.max(0, Math.floor((settled - epoch) / UNIT_MS[step]));
  const span = `${dayOf(first)} to ${dayOf(last)}`;
  const tooShort = `${name}: ${steps} whole ${step}s of history (${span}), expected at least ${minimum.steps}: ${minimum.because}; add older rows`;
  const total = counts.reduce((sum, n) => sum + n);
  const holes: string[] = [];
  for (let day = 1, before = counts[0]; day < days.rowCount; before += counts[day++]) {
    if (firsts[day] - lasts[day - 1] <= LONGEST_HOLE_MS) continue;
    const [fewer, side] = before < total - before ? [before, 'before'] : [total - before, 'after'];
    holes.push(
      `${name}: no row between ${dayOf(lasts[day - 1])} and ${dayOf(firsts[day])}, and ${fewer} of ${total} rows ${side}; ` +
        `correct ${clocks.eventTime}, leave these rows out, or fill the hole`,
    );
  }
  return { epoch, steps, problems: holes.length > 0 || steps >= minimum.steps ? holes : [tooShort] };
}

/** Nothing can be learnt or planned over a longer one; a mistyped year or month always leaves it. */
const LONGEST_HOLE_MS = 60 * UNIT_MS.day;

/** The first Monday after 1970-01-01, from which all steps count. */
const MONDAY = 4 * UNIT_MS.day;

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
