import { denseNumbers, placesOf, take } from '@applied-modeling/evaluation';
import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { TrainingSet } from '../domain.ts';
import { budgetSettings } from '../settings.ts';

/** A page: the first checkpoint of a run at which its score reached the cut-off, unless an earlier page speaks for it. */
export interface Page {
  /** Position in the window. */
  readonly at: number;
  readonly pagedMs: number;
}

/** Serves the checkpoints of a window by a score: as many pages as fit the budget, with the lowest cut-off that sends no more. */
export type Pager = (score: Float64Array) => (budget: number) => readonly Page[];

/**
 * Every run pages once, at the first checkpoint whose score reaches the cut-off. A job that paged is mute until somebody had the
 * time to mend it, and a team whose page tells of a pool is not paged again for that pool meanwhile: eighty slow runs are one
 * incident. Of equal scores those with the smaller hash of their run come first, because a budget may end among them.
 */
export function createPager(set: TrainingSet, rows: Uint32Array): Pager {
  const { decidedAt } = set.spine;
  const inTime = Uint32Array.from(rows.keys()).sort((a, b) => decidedAt[rows[a]] - decidedAt[rows[b]] || a - b);
  const job = denseNumbers(Array.from(rows, (row) => set.jobId[row]));
  const pool = denseNumbers(Array.from(rows, (row) => `${set.pool[row]} ${set.team[row]}`));

  /** Of rows in the order of time, those at these places or higher up. */
  const serveUntil = (asked: Uint32Array, place: Uint32Array, last: number): Page[] => {
    const [jobMuted, poolMuted] = [new Float64Array(rows.length), new Float64Array(rows.length)];
    const pages: Page[] = [];
    for (const at of asked) {
      if (place[at] > last) continue;
      const pagedMs = decidedAt[rows[at]];
      if (pagedMs < jobMuted[job[at]] || pagedMs < poolMuted[pool[at]]) continue;
      jobMuted[job[at]] = pagedMs + budgetSettings.muteHours * MS_PER_HOUR;
      if (set.pool[rows[at]] !== null) poolMuted[pool[at]] = pagedMs + budgetSettings.stormHours * MS_PER_HOUR;
      pages.push({ at, pagedMs });
    }
    return pages;
  };

  return (score) => {
    const place = placesOf(score, (at) => hashOf(set.runId[rows[at]]));
    return (budget) => {
      // More pages at a lower cut-off, but for the rare page that mutes two later ones: bisection finds a boundary.
      let [fits, fails, asked] = [-1, rows.length, inTime];
      while (fails - fits > 1) {
        const middle = (fits + fails) >> 1;
        if (serveUntil(asked, place, middle).length <= budget) fits = middle;
        else [fails, asked] = [middle, asked.filter((at) => place[at] <= middle)];
      }
      return serveUntil(asked, place, fits);
    };
  };
}

/** Fibonacci hashing of a 32-bit id. */
function hashOf(id: number): number {
  return Math.imul(id, 2654435761) >>> 0;
}

/** By the number of jobs; where they are few, one page in the whole window. */
export function budgetOf(set: TrainingSet, rows: Uint32Array): { readonly perDay: number; readonly pages: number } {
  if (!(budgetSettings.pagesPerThousandJobsDay > 0))
    throw new RangeError(
      `pagesPerThousandJobsDay: found ${budgetSettings.pagesPerThousandJobsDay}, expected more than 0; who may wake nobody needs no model`,
    );
  const jobs = new Set(set.jobId).size;
  const days = new Set(take(set.day, rows)).size;
  const perDay = Math.max(1 / days, (budgetSettings.pagesPerThousandJobsDay * jobs) / 1000);
  return { perDay, pages: Math.round(perDay * days) };
}
