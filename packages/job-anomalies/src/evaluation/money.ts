import { featureColumn } from '@applied-modeling/feature-store';
import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { TrainingSet } from '../domain.ts';
import { tierOf } from '../label.ts';
import { prices, response } from '../prices.ts';
import type { Page } from './paging.ts';
import type { ServedWindow } from './served-window.ts';

/**
 * Of each page, dollars saved less what it costs. A page saves the minutes that are left of its run, and, where it tells of a
 * regression for the first time, the later runs of the job that no longer meet it. A team that is paged often answers at a
 * surcharge.
 */
export function netsOf({ set, rows, truth }: ServedWindow, pages: readonly Page[]): readonly number[] {
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
