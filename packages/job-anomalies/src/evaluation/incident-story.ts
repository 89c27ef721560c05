import { rungOf } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { MS_PER_DAY, MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { CalibratedModel } from '../domain.ts';
import { medianAndBound } from '../training-set/counterfactual.ts';
import type { Page } from './paging.ts';
import { isRight, minutesToPage, type ServedPager, type ServedWindow } from './served-window.ts';

/** The runs of one job in the days around a page. */
export type IncidentStory = NonNullable<ReturnType<typeof tellIncident>>;

const SHOWN = { msBefore: 5 * MS_PER_DAY, msAfter: 4 * MS_PER_DAY };

/**
 * Chooses one page of the model by rule: of the right ones that tell of a regression or a bad node which doubles the minutes, the
 * one whose job has most slowed runs, and of equals the first sent. Without a truth, the right page with the largest excess.
 */
export function tellIncident(window: ServedWindow, pagers: readonly ServedPager[], model: CalibratedModel) {
  const { set, rows, truth } = window;
  const page = mostTelling(window, rungOf(pagers, 'model').pages);
  if (page === null) return null;
  const job = set.jobId[rows[page.at]];
  const startOf = (at: number) => set.startedMs[rows[at]];
  const starts = [...rows.keys()].filter((at) => set.multiple[rows[at]] === 0 && set.jobId[rows[at]] === job);
  starts.sort((a, b) => startOf(a) - startOf(b));
  const incident = truth?.incident[page.at] ?? 0;
  const slowed = starts.filter((at) => incident !== 0 && truth?.incident[at] === incident);
  const [first, last] = [slowed[0] ?? page.at, slowed[slowed.length - 1] ?? page.at];
  const [fromMs, toMs] = [beginOf(window, first), startOf(last) + 60_000 * set.minutes[rows[last]]];
  const isShown = (at: number) => startOf(at) >= fromMs - SHOWN.msBefore && startOf(at) <= toMs + SHOWN.msAfter;
  const shown = starts.filter(isShown);
  const [expected, bound] = minutesAt(window, model, shown);
  const isTold = ({ at }: Page) => set.jobId[rows[at]] === job && isShown(at);
  return {
    ...{ job, team: set.team[rows[page.at]] },
    /** What happened, how much longer it made the first run, and when, as far as the runs tell; null where nobody knows. */
    truth: truth && { cause: truth.cause[page.at], factor: truth.factor[page.at], fromMs, toMs },
    /** In the order of their starts; `bound` is the 99 % quantile of the counterfactual. */
    runs: shown.map((at, nth) => ({
      ...{ startedMs: startOf(at), minutes: set.minutes[rows[at]], isSlowed: slowed.includes(at) },
      ...{ expected: expected[nth], bound: bound[nth] },
    })),
    pages: pagers
      .filter(({ role }) => role !== 'ceiling')
      .flatMap(({ name, pages }) =>
        pages.filter(isTold).map((one) => ({
          ...{ pager: name, startedMs: startOf(one.at), afterMinutes: minutesToPage(window, one) },
        })),
      ),
  };
}

function mostTelling(window: ServedWindow, pages: readonly Page[]): Page | null {
  const { set, rows, truth } = window;
  const worth = ({ at }: Page) =>
    truth
      ? truth.startsOf(truth.incident[at]).filter((start) => set.jobId[rows[start]] === set.jobId[rows[at]]).length
      : set.minutes[rows[at]] - set.expectedMinutes[rows[at]];
  const told = pages.filter((page) => {
    const isTelling = !truth || (truth.incident[page.at] !== 0 && truth.factor[page.at] >= 2);
    return isTelling && isRight(window, page);
  });
  return told.reduce<Page | null>((best, page) => (best === null || worth(page) > worth(best) ? page : best), null);
}

/** A regression begins with a deploy, a bad node no later than the first run it slows. */
function beginOf({ set, rows, truth }: ServedWindow, first: number): number {
  const hours = featureColumn(set, 'hours_since_deploy')[rows[first]];
  const hoursAgo = truth?.cause[first] === 'regression' && !Number.isNaN(hours) ? hours : 0;
  return set.startedMs[rows[first]] - hoursAgo * MS_PER_HOUR;
}

/** Minutes that runs should take, and that 99 in 100 stay within, as they start. */
function minutesAt({ set, rows }: ServedWindow, model: CalibratedModel, positions: readonly number[]) {
  const asked = Uint32Array.from(positions, (at) => rows[at]);
  const expected = featureColumn(set, 'expected_log_minutes');
  const { median, bound } = medianAndBound(set, model, asked);
  return [median, bound].map((logs) => logs.map((log, nth) => Math.exp(expected[asked[nth]] + log)));
}
