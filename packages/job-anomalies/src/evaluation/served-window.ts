import type { NamedRung } from '@applied-modeling/evaluation';
import type { TrainingSet } from '../domain.ts';
import type { Page, Pager } from './paging.ts';
import type { TruthRows } from './truth.ts';

/** The window that is judged, and what every pager did in it at the budget. A position is one in `rows`. */
export interface ServedWindow {
  readonly set: TrainingSet;
  readonly rows: Uint32Array;
  /** Null on a person's own data. */
  readonly truth: TruthRows | null;
  /** Incident of each row, by number. */
  readonly cluster: Int32Array;
  readonly budget: { readonly perDay: number; readonly pages: number };
  readonly pager: Pager;
  readonly pagers: readonly ServedPager[];
}

export interface ServedPager extends NamedRung {
  readonly score: Float64Array;
  readonly serve: ReturnType<Pager>;
  readonly pages: readonly Page[];
}

/** Whether a page told of a run that was worth it. */
export function isRight({ set, rows }: ServedWindow, { at }: Pick<Page, 'at'>): boolean {
  return set.y[rows[at]] === 1;
}

/** Minutes from the start of a run until its page. */
export function minutesToPage({ set, rows }: ServedWindow, { at, pagedMs }: Page): number {
  return (pagedMs - set.startedMs[rows[at]]) / 60_000;
}

/** Runs that were worth a page, each at its first checkpoint. */
export function worthyRuns({ set, rows }: ServedWindow): readonly Pick<Page, 'at'>[] {
  const first = new Map<number, number>();
  for (const [at, row] of rows.entries())
    if (set.y[row] === 1 && !first.has(set.runId[row])) first.set(set.runId[row], at);
  return Array.from(first.values(), (at) => ({ at }));
}
