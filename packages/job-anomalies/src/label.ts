import { readSql } from '@applied-modeling/lakehouse';
import { MS_PER_DAY } from '@applied-modeling/synthetic';
import type { Ingested } from './domain.ts';
import { TIERS, type Tier, worthwhileMinutes } from './prices.ts';

/**
 * The label as an executable contract: a run is page-worthy when the minutes it took beyond what it should have taken cost more
 * than a page. What it should have taken is judged in hindsight, from the runs of its job in the weeks around it (`label.sql`),
 * so the label matures when those weeks are over, and is final then: nothing that lands later is read.
 *
 * Rejected: "the owner said so" (only runs that paged were ever looked at), "it missed its deadline" (a deadline says what was
 * hoped for, not what is usual) and "three standard deviations" (rare is not expensive).
 */
export const labelContract = {
  event: 'the excess minutes of a run cost more than a page',
  leadDays: 0 /* the run itself is what is judged */,
  windowDays: 15 /* its own day, and fourteen of hindsight: the runs after it say what was usual then */,
  correctionDays: 1 /* the last of them has landed */,
  hindsightDaysBefore: 28,
} as const;

export const maturesAfterDays = labelContract.leadDays + labelContract.windowDays + labelContract.correctionDays;

/** Why hindsight cannot judge by a label: it looks at whole days, at the one of the run in any case. */
export function labelProblems({ leadDays, windowDays, hindsightDaysBefore: before }: LabelDays): string[] {
  const isWhole = (days: number, least: number) => Number.isInteger(days) && days >= least;
  const rules = [
    [leadDays === 0, `leadDays: found ${leadDays}, expected 0; the run itself is what is judged`],
    [isWhole(windowDays, 1), `windowDays: found ${windowDays}, expected whole days, its own among them`],
    [isWhole(before, 0), `hindsightDaysBefore: found ${before}, expected whole days; with 0 only later runs judge`],
  ] as const;
  return rules.flatMap(([holds, words]) => (holds ? [] : words));
}

type LabelDays = Readonly<Record<'leadDays' | 'windowDays' | 'hindsightDaysBefore', number>>;

/** When the label of a run that started then is known, in ms since 1970: all runs of a day mature together. */
export function maturesAt(startedMs: number): number {
  return (Math.floor(startedMs / MS_PER_DAY) + maturesAfterDays) * MS_PER_DAY;
}

/** In a world without tiers everybody waits for results as for those of tier 3. */
export const DEFAULT_TIER: Tier = 3;

/** `excessMinutes` = minutes it took − minutes it should have taken. */
export function isPageWorthy(excessMinutes: number, tier: Tier): boolean {
  return excessMinutes > worthwhileMinutes(tier);
}

export function tierOf(value: number): Tier {
  return TIERS.find((tier) => tier === value) ?? DEFAULT_TIER;
}

/** Of runs, in hindsight; NaN where too few others say what was usual, or the hindsight is not over. */
export interface Hindsight {
  readonly expectedMinutes: number;
  readonly minutes: number;
}

/** What each ended run took and should have taken, by run id. `candidates` has laid down the runs. */
export async function labels({ lake, calendar }: Pick<Ingested, 'lake' | 'calendar'>): Promise<Map<number, Hindsight>> {
  const found = await lake.query(labelSql(calendar));
  const [runId, minutes, expected, startedMs] = ['run_id', 'minutes', 'expected_minutes', 'started_ms'].map((name) =>
    found.numbers(name),
  );
  const hindsightOf = (row: number): Hindsight => {
    const isOver = maturesAt(startedMs[row]) <= calendar.now;
    return { minutes: minutes[row], expectedMinutes: isOver ? expected[row] : Number.NaN };
  };
  return new Map(Array.from(runId, (id, row) => [id, hindsightOf(row)]));
}

const hindsightSettings = {
  outlier_log_minutes: 1 /* a run further off says nothing of how minutes follow bytes */,
  prior_weight: 2 /* so many units of variance of log bytes speak for the slope of all jobs */,
  minimum_others: 5,
} as const;

function labelSql({ epoch, final, now }: Ingested['calendar']): string {
  const [before, after] = [labelContract.hindsightDaysBefore, labelContract.windowDays - 1];
  const [firstMs, turnMs] = [final.train.first * MS_PER_DAY + epoch, Math.max(1, before, after) * MS_PER_DAY];
  return readSql(new URL('./label.sql', import.meta.url), {
    ...hindsightSettings,
    ...{ days_before: before, days_after: after, landing_days: labelContract.correctionDays },
    ...{ first_ms: firstMs, first_read_ms: maturesAt(firstMs) },
    ...{ turn_ms: turnMs, turns: Math.ceil((now - firstMs) / turnMs) },
  });
}
