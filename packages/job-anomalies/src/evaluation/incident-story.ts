import { rungOf } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { CalibratedModel } from '../domain.ts';
import { medianAndLimit } from '../training-set/counterfactual.ts';
import type { Page } from './paging.ts';
import { isRight, type ServedPager, type ServedWindow } from './served-window.ts';

/** The runs of one job in the days around a page. */
export interface IncidentStory {
  readonly job: string;
  readonly team: string | null;
  /** What happened, how much longer it made the first run, and when, as far as the runs tell; null where nobody knows. */
  readonly truth: (Readonly<Record<'fromMs' | 'toMs' | 'factor', number>> & { readonly cause: string }) | null;
  /** In the order of their starts. `limit` is the 99 % quantile of the counterfactual. */
  readonly runs: readonly (Readonly<Record<'startedMs' | 'minutes' | 'expected' | 'limit', number>> & {
    readonly isSlowed: boolean;
  })[];
  readonly pages: readonly {
    readonly pager: string;
    readonly startedMs: number;
    readonly afterMinutes: number;
  }[];
}

const SHOWN = { daysBefore: 5, daysAfter: 4 };

/**
 * Chooses one page of the model by rule: of the right ones that tell of a regression or a bad node which doubles the minutes, the
 * one whose job has most slowed runs, and of equals the first sent. Without a truth, the right page with the largest excess.
 */
export function tellIncident(
  window: ServedWindow,
  pagers: readonly ServedPager[],
  model: CalibratedModel,
): IncidentStory | null {
  const { set, rows, truth } = window;
  const page = mostTelling(window, rungOf(pagers, 'model').pages);
  if (page === null) return null;
  const [job, incident] = [set.jobId[rows[page.at]], truth?.incident[page.at] ?? 0];
  const starts = [...rows.keys()].filter((at) => set.jobId[rows[at]] === job && set.multiple[rows[at]] === 0);
  starts.sort((a, b) => set.startedMs[rows[a]] - set.startedMs[rows[b]]);
  const slowed = starts.filter((at) => incident !== 0 && truth?.incident[at] === incident);
  const endOf = (at: number) => set.startedMs[rows[at]] + 60_000 * set.minutes[rows[at]];
  const [fromMs, toMs] =
    slowed.length === 0 ? [page.pagedMs, page.pagedMs] : [beginOf(window, slowed[0]), endOf(slowed[slowed.length - 1])];
  const isShown = (at: number) =>
    set.startedMs[rows[at]] >= fromMs - SHOWN.daysBefore * MS_PER_DAY &&
    set.startedMs[rows[at]] <= toMs + SHOWN.daysAfter * MS_PER_DAY;
  const shown = starts.filter(isShown);
  const [expected, limit] = minutesAt(window, model, shown);
  return {
    job,
    team: set.team[rows[page.at]],
    truth: truth && { cause: truth.cause[page.at], factor: truth.factor[page.at], fromMs, toMs },
    runs: shown.map((at, nth) => ({
      startedMs: set.startedMs[rows[at]],
      minutes: set.minutes[rows[at]],
      ...{ expected: expected[nth], limit: limit[nth], isSlowed: slowed.includes(at) },
    })),
    pages: pagers.flatMap(({ name, role, pages }) =>
      pages.flatMap(({ at, pagedMs }) => {
        if (role === 'ceiling' || set.jobId[rows[at]] !== job || !isShown(at)) return [];
        const startedMs = set.startedMs[rows[at]];
        return [{ pager: name, startedMs, afterMinutes: (pagedMs - startedMs) / 60_000 }];
      }),
    ),
  };
}

function mostTelling(window: ServedWindow, pages: readonly Page[]): Page | null {
  const { set, rows, truth } = window;
  const slowedRuns = ({ at }: Page) =>
    truth!.startsOf(truth!.incident[at]).filter((one) => set.jobId[rows[one]] === set.jobId[rows[at]]).length;
  const excess = ({ at }: Page) => set.minutes[rows[at]] - set.expectedMinutes[rows[at]];
  const worth = truth ? slowedRuns : excess;
  const told = pages.filter((page) => {
    const isTelling = !truth || (truth.incident[page.at] !== 0 && truth.factor[page.at] >= 2);
    return isTelling && isRight(window, page);
  });
  return told.reduce<Page | null>((best, page) => (best === null || worth(page) > worth(best) ? page : best), null);
}

/** A regression begins with a deploy, a bad node no later than the first run it slows. */
function beginOf({ set, rows, truth }: ServedWindow, first: number): number {
  const startedMs = set.startedMs[rows[first]];
  if (truth?.cause[first] !== 'regression') return startedMs;
  const hours = featureColumn(set, 'hours_since_deploy')[rows[first]];
  return Number.isNaN(hours) ? startedMs : startedMs - hours * MS_PER_HOUR;
}

/** Minutes that runs should take, and that 99 in 100 stay within, as they start. */
export function minutesAt({ set, rows }: ServedWindow, model: CalibratedModel, positions: readonly number[]) {
  const asked = Uint32Array.from(positions, (at) => rows[at]);
  const expected = featureColumn(set, 'expected_log_minutes');
  const { median, limit } = medianAndLimit(set, model, asked);
  return [median, limit].map((logs) => logs.map((log, nth) => Math.exp(expected[asked[nth]] + log)));
}
