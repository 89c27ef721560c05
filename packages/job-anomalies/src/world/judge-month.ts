import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import { isPageWorthy } from '../label.ts';
import { prices, response } from '../prices.ts';
import type { Population } from './population.ts';
import { LIVE_DAYS, type Replayed } from './replay.ts';
import type { Run } from './stepper.ts';

export function usdPerMinute({ tier }: Population, job: number): number {
  return prices.usdPerMinute[tier[job]];
}

/** Dollars of results that came late, by the truth. */
export function lateUsd({ live, population }: Replayed): number {
  return sum(live, (run) => Math.max(0, run.minutes - run.truth.expectedMinutes) * usdPerMinute(population, run.job));
}

/** A month by the truth, beside one in which nobody was paged. `savedUsd` is before pages and fatigue, `netUsd` after. */
export function judgeMonth(month: Replayed, unpagedUsd: number) {
  const { tier, team } = month.population;
  const isWorthy = (run: Run) => isPageWorthy(untouchedMinutes(run) - run.truth.expectedMinutes, tier[run.job]);
  const pages = month.live.filter(({ pagedMs }) => pagedMs !== null);
  const right = pages.filter(isWorthy).length;
  const ofShift = new Map<string, number>();
  for (const { job, pagedMs } of pages) {
    const shift = `${team[job]} ${Math.floor(pagedMs! / (12 * MS_PER_HOUR))}`;
    ofShift.set(shift, 1 + (ofShift.get(shift) ?? 0));
  }
  const surcharged = sum([...ofShift.values()], (count) => Math.max(0, count - prices.pagesPerShift));
  const savedUsd = unpagedUsd - lateUsd(month);
  return {
    pagesPerDay: pages.length / LIVE_DAYS,
    uselessShare: pages.length === 0 ? 0 : 1 - right / pages.length,
    recall: right / month.live.filter(isWorthy).length,
    savedUsd,
    netUsd: savedUsd - pages.length * prices.pageUsd - surcharged * prices.fatigueUsd,
  };
}

/** What the run would have taken had nobody been paged: the stepper's saving, taken back. */
function untouchedMinutes({ startMs, minutes, pagedMs }: Run): number {
  if (pagedMs === null) return minutes;
  const answered = (pagedMs - startMs) / 60_000 + response.minutes;
  return Math.max(minutes, answered + (minutes - answered) / (1 - response.savedShare));
}

export function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0);
}
