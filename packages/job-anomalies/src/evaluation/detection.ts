import { type NamedRung, quantileOf } from '@applied-modeling/evaluation';
import { heavyQuantile } from '../world/noise.ts';
import type { Page } from './paging.ts';
import { isRight, type ServedPager, type ServedWindow, worthyRuns } from './served-window.ts';

/** How long it takes until somebody knows of a run that takes at least twice as long as it should. */
export interface Detection {
  /** Page-worthy runs that were slowed so much. */
  readonly runs: number;
  readonly pagers: readonly (NamedRung & {
    /** How many of them it paged for. */
    readonly paged: number;
    /** Minutes from their start until the page, and until they had ended; null where it paged for none. */
    readonly whileRunning: Quartiles | null;
    readonly atTheEnd: Quartiles | null;
  })[];
  /** By which luck alone lengthens one run in a thousand, in a job noisier than nine in ten; null without a truth. */
  readonly luck: { readonly spread: number; readonly factor: number } | null;
}

/** A quarter, half and three quarters lie below. */
export type Quartiles = Readonly<Record<'low' | 'median' | 'high', number>>;

/** So large that it shows before the run ends. */
const LARGE = 2;

/** Times the right pages of every pager, each on its own runs. */
export function timeDetection(window: ServedWindow, pagers: readonly ServedPager[]): Detection {
  const { set, rows, truth } = window;
  const factor = slowdownOf(window);
  const isLarge = (page: Pick<Page, 'at'>) => isRight(window, page) && factor(page.at) >= LARGE;
  const spread = truth && quantileOf(truth.scale, 0.9);
  return {
    runs: worthyRuns(window).filter((at) => factor(at) >= LARGE).length,
    pagers: pagers.map(({ name, role, pages }) => {
      const large = pages.filter(isLarge);
      return {
        ...{ name, role, paged: large.length },
        whileRunning: quartiles(large.map(({ at, pagedMs }) => (pagedMs - set.startedMs[rows[at]]) / 60_000)),
        atTheEnd: quartiles(large.map(({ at }) => set.minutes[rows[at]])),
      };
    }),
    luck: spread === null ? null : { spread, factor: Math.exp(heavyQuantile(0.999) * spread) },
  };
}

/** By what a cause lengthened a run; where nobody knows the truth, by what hindsight finds. */
function slowdownOf({ set, rows, truth }: ServedWindow): (at: number) => number {
  return (at) => truth?.factor[at] ?? set.minutes[rows[at]] / set.expectedMinutes[rows[at]];
}

function quartiles(minutes: readonly number[]): Quartiles | null {
  if (minutes.length === 0) return null;
  const [low, median, high] = [0.25, 0.5, 0.75].map((level) => quantileOf(Float64Array.from(minutes), level));
  return { low, median, high };
}
