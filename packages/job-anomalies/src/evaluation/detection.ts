import { quantileOf } from '@applied-modeling/evaluation';
import { heavyQuantile } from '../world/noise.ts';
import type { Page } from './paging.ts';
import { isRight, minutesToPage, type ServedPager, type ServedWindow, worthyRuns } from './served-window.ts';

/** So large that it shows before the run ends. */
const LARGE = 2;

/** How long it takes until somebody knows of a run that takes at least twice as long as it should. */
export type Detection = ReturnType<typeof timeDetection>;

/** Times the right pages of every pager, each on its own runs. */
export function timeDetection(window: ServedWindow, pagers: readonly ServedPager[]) {
  const { set, rows, truth } = window;
  /** By what a cause lengthened a run; where nobody knows the truth, by what hindsight finds. */
  const factor = (at: number) => truth?.factor[at] ?? set.minutes[rows[at]] / set.expectedMinutes[rows[at]];
  const isLarge = (page: Pick<Page, 'at'>) => isRight(window, page) && factor(page.at) >= LARGE;
  const spread = truth && quantileOf(truth.scale, 0.9);
  return {
    /** Page-worthy runs that were slowed so much. */
    runs: worthyRuns(window).filter(({ at }) => factor(at) >= LARGE).length,
    /** How many of them each paged for, and minutes from their start until the page and until they had ended. */
    pagers: pagers.map(({ name, role, pages }) => {
      const large = pages.filter(isLarge);
      return {
        ...{ name, role, paged: large.length },
        whileRunning: quartiles(large.map((page) => minutesToPage(window, page))),
        atTheEnd: quartiles(large.map(({ at }) => set.minutes[rows[at]])),
      };
    }),
    /** By which luck alone lengthens one run in a thousand, in a job noisier than nine in ten; null without a truth. */
    luck: spread === null ? null : { spread, factor: Math.exp(heavyQuantile(0.999) * spread) },
  };
}

/** A quarter, half and three quarters lie below; null of nothing. */
function quartiles(minutes: readonly number[]): Readonly<Record<'low' | 'median' | 'high', number>> | null {
  if (minutes.length === 0) return null;
  const [low, median, high] = [0.25, 0.5, 0.75].map((level) => quantileOf(Float64Array.from(minutes), level));
  return { low, median, high };
}
