/**
 * How far back a dated table goes, in whole steps of a calendar, and why that is not enough.
 *
 * Plans that are laid out over a history begin and end with a whole step of it. One mistyped year would stretch such a plan by
 * centuries, so a few rows a year away from 99.9 % of the others are refused instead of believed.
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
  const found = await lake.query(
    `SELECT
       count(*) AS n,
       epoch_ms(min(${time})) AS first,
       epoch_ms(quantile_disc(${time}, 0.001)) AS nearly_first,
       epoch_ms(quantile_disc(${time}, 0.999)) AS nearly_last,
       epoch_ms(max(${time})) AS last,
       epoch_ms(max(${sqlName(clocks.availableAt!)})) AS known
     FROM ${lake.latest(contract)}`,
  );
  const at = (column: string) => found.numbers(column)[0];
  if (at('n') === 0) return { epoch: 0, steps: 0, problems: [`${name}: no rows; add some`] };
  const [first, last] = [at('first'), at('last')];
  const strays = [
    [first, at('nearly_first')],
    [at('nearly_last'), last],
  ].filter(([one, other]) => other - one > STRAY_MS);
  const epoch = MONDAY + Math.ceil((first - MONDAY) / UNIT_MS[step]) * UNIT_MS[step];
  const end = last + UNIT_MS[row];
  const settled = correctionDays === undefined ? end : Math.min(end, at('known') - correctionDays * UNIT_MS.day);
  const steps = Math.max(0, Math.floor((settled - epoch) / UNIT_MS[step]));
  const span = `${dayOf(first)} to ${dayOf(last)}`;
  const tooShort = `${name}: ${steps} whole ${step}s of history (${span}), expected at least ${minimum.steps}: ${minimum.because}; add older rows`;
  const problems = strays.map(
    ([one, other]) =>
      `${name}: nearly all rows lie on one side of the days ${dayOf(one)} to ${dayOf(other)}, a few on the other; ` +
      `correct ${clocks.eventTime}, or leave these rows out`,
  );
  return { epoch, steps, problems: problems.length > 0 || steps >= minimum.steps ? problems : [tooShort] };
}

const STRAY_MS = 366 * UNIT_MS.day;

/** The first Monday after 1970-01-01, from which all steps count. */
const MONDAY = 4 * UNIT_MS.day;

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
