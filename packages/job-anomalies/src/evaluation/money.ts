import { quantileOf } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { ServedPolicy, TrainingSet } from '../domain.ts';
import { tierOf } from '../label.ts';
import { prices, response } from '../prices.ts';
import type { Page } from './paging.ts';
import type { TruthRows } from './truth.ts';

/** What somebody did over a window. */
export interface Served extends Pick<ServedPolicy, 'name' | 'role'> {
  readonly pages: readonly Page[];
}

/** Judges pages by what became of their runs. */
export function judgePages(
  set: TrainingSet,
  rows: Uint32Array,
  { name, role, pages }: Served,
  truth: TruthRows | null,
): ServedPolicy {
  const days = new Set(rows.map((row) => set.day[row])).size;
  const worthy = (at: number) => set.y[rows[at]] === 1;
  const right = pages.filter(({ at }) => worthy(at));
  const runs = new Set(Array.from(rows, (row, at) => (worthy(at) ? set.runId[row] : -1)));
  runs.delete(-1);
  const nets = netsOf(set, rows, pages, truth);
  const minutesUntil = ({ at, pagedMs }: Page) => (pagedMs - set.startedMs[rows[at]]) / 60_000;
  return {
    ...{ name, role },
    pages: pages.length,
    pagesPerDay: pages.length / days,
    precision: pages.length === 0 ? Number.NaN : right.length / pages.length,
    recall: right.length / runs.size,
    minutesToDetectP50: right.length === 0 ? null : quantileOf(Float64Array.from(right, minutesUntil), 0.5),
    duplicateShare: truth === null ? Number.NaN : duplicates(set, rows, pages, truth),
    netUsd: nets.reduce((sum, net) => sum + net, 0),
    largestUsd: Math.max(0, ...nets),
  };
}

/**
 * Of each page, dollars saved less what it costs. A page saves the minutes that are left of its run, and, where it tells of a
 * regression for the first time, the later runs of the job that no longer meet it. A team that is paged often answers at a
 * surcharge.
 */
export function netsOf(
  set: TrainingSet,
  rows: Uint32Array,
  pages: readonly Page[],
  truth: TruthRows | null,
): readonly number[] {
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
    if (incident <= 0 || mended.has(incident)) return net;
    mended.add(incident);
    const fixedMs = pagedMs + response.fixHours * MS_PER_HOUR;
    const spared = (truth?.startsOf(incident) ?? []).filter((later) => set.startedMs[rows[later]] > fixedMs);
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

/** Share of pages that tell a team of an incident it was told of before. */
function duplicates(set: TrainingSet, rows: Uint32Array, pages: readonly Page[], { incident }: TruthRows): number {
  const told = new Set<string>();
  let again = 0;
  for (const { at } of pages) {
    if (incident[at] === 0) continue;
    const key = `${incident[at]} ${set.team[rows[at]]}`;
    if (told.has(key)) again += 1;
    told.add(key);
  }
  return pages.length === 0 ? 0 : again / pages.length;
}
