import { netsOf } from './money.ts';
import { isRight, type ServedPager, type ServedWindow } from './served-window.ts';

const MULTIPLES = [1 / 4, 1 / 2, 1, 1.5, 2, 3, 4];

/**
 * Precision and dollars at a quarter to four times the budget: who may page more often is right less often. `perDay` counts pages
 * of all teams together; the lists of every pager run parallel to it.
 */
export function sweepBudgets(window: ServedWindow, pagers: readonly ServedPager[]) {
  const { budget } = window;
  const judged = pagers.map(({ name, role, serve }) => {
    const served = MULTIPLES.map((times) => serve(Math.round(times * budget.pages)));
    const right = served.map((pages) => pages.filter((page) => isRight(window, page)).length);
    return {
      ...{ name, role },
      precision: right.map((count, at) => count / Math.max(1, served[at].length)),
      net: served.map((pages) => netsOf(window, pages).reduce((sum, usd) => sum + usd, 0)),
    };
  });
  return { perDay: MULTIPLES.map((times) => times * budget.perDay), pagers: judged };
}
