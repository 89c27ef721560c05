import { bestSimpler, type CostSweep, rungOf, sweepCost } from '@applied-modeling/evaluation';
import type { CalibratedModel } from '../domain.ts';
import { prices } from '../prices.ts';
import { type BudgetSweep, sweepBudgets } from './budgets.ts';
import { type Detection, timeDetection } from './detection.ts';
import { type ExplainedAway, explainAway } from './explained-away.ts';
import { type IncidentStory, tellIncident } from './incident-story.ts';
import { type NoiseTenths, pagesByNoise } from './noise-tenths.ts';
import { loadOf, type PageLoad } from './page-load.ts';
import { type PageSlice, slicePages } from './page-slices.ts';
import { type PricedPager, pricePages } from './price-pages.ts';
import type { ServedPager, ServedWindow } from './served-window.ts';

/** What the pages of a window did: the figures of a report, all of them of the same pages. */
export interface PagingTold {
  readonly perDay: number;
  readonly priced: readonly PricedPager[];
  readonly budgets: BudgetSweep;
  readonly pagePrice: CostSweep;
  readonly load: PageLoad;
  readonly detection: Detection;
  readonly noise: NoiseTenths;
  readonly slices: readonly PageSlice[];
  /** Null where the model paged for none that is worth telling. */
  readonly incident: IncidentStory | null;
  /** Null where the rule paged for no run that was explained. */
  readonly explainedAway: ExplainedAway | null;
  /** The pages of the model: positions in the test window. */
  readonly modelPages: Uint32Array;
}

/** Tells it of the pagers people compare: the rule in force, the best simple rung, the model, and whoever knows the world. */
export function tellPaging(window: ServedWindow, model: CalibratedModel, seed: number): PagingTold {
  const priced = pricePages(window, seed);
  const compared = spokenOf(window, priced);
  return {
    priced,
    perDay: window.budget.perDay,
    budgets: sweepBudgets(window, compared),
    pagePrice: sweepCost(
      priced.filter(({ name }) => compared.some((pager) => pager.name === name)),
      prices.pageUsd,
    ),
    load: loadOf(window),
    detection: timeDetection(window, compared),
    noise: pagesByNoise(window, model),
    slices: slicePages(window, seed),
    incident: tellIncident(window, compared, model),
    explainedAway: explainAway(window, model),
    modelPages: Uint32Array.from(rungOf(window.pagers, 'model').pages, ({ at }) => at),
  };
}

function spokenOf({ pagers }: ServedWindow, priced: readonly PricedPager[]): readonly ServedPager[] {
  const simple = bestSimpler(priced, ({ precision }) => precision.estimate, ['simple']);
  const roles: readonly ServedPager['role'][] = ['incumbent', 'model', 'ceiling'];
  return pagers.filter(({ name, role }) => name === simple.name || roles.includes(role));
}
