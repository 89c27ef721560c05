import { type NamedRung, quantileOf } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { TrainingSet } from '../domain.ts';
import { tierOf } from '../label.ts';
import { prices, response } from '../prices.ts';
import type { Page } from './paging.ts';
import { isRight, type JudgedWindow, minutesToPage, type ServedPager, worthyRuns } from './served-window.ts';

/** What a policy did over a window, at the budget. */
export interface ServedPolicy extends NamedRung {
  readonly pages: number;
  readonly pagesPerDay: number;
  readonly precision: number;
  /** Of the page-worthy runs, how many paged. */
  readonly recall: number;
  /** Median minutes from the start of a page-worthy run to its page. */
  readonly minutesToDetectP50: number | null;
  readonly duplicateShare: number;
  readonly netUsd: number;
  /** What the single best page saved. */
  readonly largestUsd: number;
}

/** Judges pages by what became of their runs. */
export function judgePages(
  window: JudgedWindow,
  { name, role, pages }: Pick<ServedPager, 'name' | 'role' | 'pages'>,
): ServedPolicy {
  const days = new Set(window.rows.map((row) => window.set.day[row])).size;
  const right = pages.filter((page) => isRight(window, page));
  const minutes = Float64Array.from(right, (page) => minutesToPage(window, page));
  const nets = netsOf(window, pages);
  return {
    ...{ name, role, pages: pages.length, pagesPerDay: pages.length / days },
    precision: pages.length === 0 ? Number.NaN : right.length / pages.length,
    recall: right.length / worthyRuns(window).length,
    minutesToDetectP50: right.length === 0 ? null : quantileOf(minutes, 0.5),
    duplicateShare: duplicates(window, pages),
    netUsd: nets.reduce((sum, net) => sum + net, 0),
    largestUsd: Math.max(0, ...nets),
  };
}

/**
 * Of each page, dollars saved less what it costs. A page saves the minutes that are left of its run, and, where it tells of a
 * regression for the first time, the later runs of the job that no longer meet it. A team that is paged often answers at a
 * surcharge.
 */
export function netsOf({ set, rows, truth }: JudgedWindow, pages: readonly Page[]): readonly number[] {
  const tier = featureColumn(set, 'tier');
  const rate = (row: number) => prices.usdPerMinute[tierOf(tier[row])];
  const shift = new Map<string, number>();
  const mended = new Set<number>();
  return pages.map(({ at, pagedMs }) => {
    const row = rows[at];
    const key = `${set.team[row]} ${Math.floor(pagedMs / (12 * MS_PER_HOUR))}`;
    const before = shift.get(key) ?? 0;
    shift.set(key, before + 1);
    const cost = prices.pageUsd + (before >= prices.pagesPerShift ? prices.fatigueUsd : 0);
    const net = savedMinutes(set, row, pagedMs) * rate(row) - cost;
    const incident = truth?.incident[at] ?? 0;
    if (truth === null || incident <= 0 || mended.has(incident)) return net;
    mended.add(incident);
    const fixedMs = pagedMs + response.fixHours * MS_PER_HOUR;
    const spared = truth.startsOf(incident).filter((later) => set.startedMs[rows[later]] > fixedMs);
    return net + spared.reduce((sum, later) => sum + excessMinutes(set, rows[later]) * rate(rows[later]), 0);
  });
}

/** Of the minutes beyond what the run should have taken, so many does a page at that moment save. */
function savedMinutes(set: TrainingSet, row: number, pagedMs: number): number {
  const answered = (pagedMs - set.startedMs[row]) / 60_000 + response.minutes;
  const from = Math.max(answered, set.expectedMinutes[row]);
  return response.savedShare * Math.max(0, set.minutes[row] - from);
}

function excessMinutes(set: TrainingSet, row: number): number {
  return Math.max(0, set.minutes[row] - set.expectedMinutes[row]) || 0;
}

/** Share of pages that tell a team of an incident it was told of before; not a number where nobody knows the incidents. */
function duplicates({ set, rows, truth }: JudgedWindow, pages: readonly Page[]): number {
  if (truth === null) return Number.NaN;
  const told = pages.filter(({ at }) => truth.incident[at] !== 0);
  const first = new Set(told.map(({ at }) => `${truth.incident[at]} ${set.team[rows[at]]}`));
  return pages.length === 0 ? 0 : (told.length - first.size) / pages.length;
}
