import { bestSimpler, rungOf, sweepCost } from '@applied-modeling/evaluation';
import type { CalibratedModel } from '../domain.ts';
import { prices } from '../prices.ts';
import { sweepBudgets } from './budgets.ts';
import { timeDetection } from './detection.ts';
import { explainAway } from './explained-away.ts';
import { tellIncident } from './incident-story.ts';
import { judgePagers } from './judge-pagers.ts';
import { loadOf } from './page-load.ts';
import { slicePages } from './page-slices.ts';
import type { ServedPager, ServedWindow } from './served-window.ts';

/** What the pages of a window did: the figures of a report, all of them of the same pages. */
export type PagingTold = ReturnType<typeof tellPaging>;

const COMPARED: readonly ServedPager['role'][] = ['incumbent', 'model', 'ceiling'];

/** Tells it of the pagers people compare: the rule in force, the best simple rung, the model, and whoever knows the world. */
export function tellPaging(window: ServedWindow, model: CalibratedModel, seed: number) {
  const policies = judgePagers(window, seed);
  const simple = bestSimpler(policies, ({ precision }) => precision.estimate, ['simple']).name;
  const isCompared = ({ name, role }: Pick<ServedPager, 'name' | 'role'>) => name === simple || COMPARED.includes(role);
  const compared = window.pagers.filter(isCompared);
  return {
    policies,
    perDay: window.budget.perDay,
    budgets: sweepBudgets(window, compared),
    pagePrice: sweepCost(policies.filter(isCompared), prices.pageUsd),
    load: loadOf(window),
    detection: timeDetection(window, compared),
    slices: slicePages(window, model, seed),
    /** Null where the model paged for none that is worth telling. */
    incident: tellIncident(window, compared, model),
    /** Null where the rule paged for no run that was explained. */
    explainedAway: explainAway(window, model),
    /** Positions in the test window. */
    modelPages: Uint32Array.from(rungOf(window.pagers, 'model').pages, ({ at }) => at),
  } as const;
}
