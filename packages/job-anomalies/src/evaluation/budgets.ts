import type { NamedRung } from '@applied-modeling/evaluation';
import { netsOf } from './money.ts';
import { isRight, type ServedPager, type ServedWindow } from './served-window.ts';

/** Every list runs parallel to `perDay`, ascending. */
export interface BudgetSweep {
  /** Pages a day of all teams together. */
  readonly perDay: readonly number[];
  readonly pagers: readonly (NamedRung & Readonly<Record<'precision' | 'net', readonly number[]>>)[];
}

const MULTIPLES = [1 / 4, 1 / 2, 1, 1.5, 2, 3, 4];

/** Precision and dollars at a quarter to four times the budget: who may page more often is right less often. */
export function sweepBudgets(window: ServedWindow, pagers: readonly ServedPager[]): BudgetSweep {
  const { set, rows, truth, budget, pager } = window;
  const judged = pagers.map(({ name, role, score }) => {
    const served = MULTIPLES.map((times) => pager.serve(score, Math.round(times * budget.pages)));
    return {
      ...{ name, role },
      precision: served.map(
        (pages) => pages.filter((page) => isRight(window, page)).length / Math.max(1, pages.length),
      ),
      net: served.map((pages) => netsOf(set, rows, pages, truth).reduce((sum, usd) => sum + usd, 0)),
    };
  });
  return { perDay: MULTIPLES.map((times) => times * budget.perDay), pagers: judged };
}
