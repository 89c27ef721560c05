import type { NamedRung } from '@applied-modeling/evaluation';
import type { TrainingSet } from '../domain.ts';
import type { Served } from './money.ts';
import type { Page, Pager } from './paging.ts';
import type { TruthRows } from './truth.ts';

/** The window that is judged, and what every pager did in it at the budget. A position is one in `rows`. */
export interface ServedWindow {
  readonly set: TrainingSet;
  readonly rows: Uint32Array;
  /** Incident of each row, by number. */
  readonly cluster: Int32Array;
  readonly budget: { readonly perDay: number; readonly pages: number };
  /** Null on a person's own data. */
  readonly truth: TruthRows | null;
  readonly pager: Pager;
  readonly pagers: readonly ServedPager[];
}

export interface ServedPager extends NamedRung, Served {
  readonly score: Float64Array;
}

/** Whether a page told of a run that was worth it. */
export function isRight({ set, rows }: ServedWindow, { at }: Pick<Page, 'at'>): boolean {
  return set.y[rows[at]] === 1;
}

/** Runs that were worth a page: the position of the first checkpoint of each. */
export function worthyRuns(window: ServedWindow): readonly number[] {
  const { set, rows } = window;
  const first = new Map<number, number>();
  for (const [at, row] of rows.entries())
    if (set.y[row] === 1 && !first.has(set.runId[row])) first.set(set.runId[row], at);
  return [...first.values()];
}
