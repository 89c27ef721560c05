import * as evaluation from '@applied-modeling/evaluation';
import { prices } from '../prices.ts';
import { evaluateSettings } from '../settings.ts';
import { netsOf } from './money.ts';
import type { Page } from './paging.ts';
import { isRight, type ServedWindow } from './served-window.ts';

/** A pager at the budget, in precision and in dollars. `cost` is the price of its pages; surcharges are part of `value`. */
export interface PricedPager extends evaluation.PricedQueue {
  readonly precision: evaluation.Interval;
  /** Precision of the model, in multiples of this one's. */
  readonly modelTimesThis: evaluation.Interval;
}

/** Precision and dollars of every pager in one bootstrap over incidents: the eighty runs of a bad pool are one piece of luck. */
export function pricePages(window: ServedWindow, seed: number): readonly PricedPager[] {
  const { pagers } = window;
  const model = pagers.indexOf(evaluation.rungOf(pagers, 'model'));
  const nets = pagers.map(({ pages }) => netsOf(window, pages));
  const sums = pagers.flatMap(({ pages }, pager) => [
    ...rightAndAll(window, pages),
    byIncident(window, pages, (_, nth) => nets[pager][nth]),
  ]);
  // A resample in which somebody is never right counts one page as right: the multiple stays finite, and modest.
  const least = ([right, all]: readonly number[]) => Math.max(1, right) / Math.max(1, all);
  const estimates = evaluation.bootstrapSums(sums, { seed, ...evaluateSettings }, (totals) =>
    pagers.flatMap((_, pager) => {
      const [right, all, net] = totals.slice(3 * pager);
      return [right / Math.max(1, all), least(totals.slice(3 * model)) / least([right, all]), net];
    }),
  );
  return pagers.map(({ name, role, pages }, pager) => {
    const [precision, modelTimesThis, net] = estimates.slice(3 * pager).map(evaluation.intervalOf);
    const cost = pages.length * prices.pageUsd;
    const modelMinusThis = evaluation.pairedDifference(estimates[3 * model + 2], estimates[3 * pager + 2]);
    return {
      ...{ name, role, cost, served: pages.length, value: net.estimate + cost, net, precision, modelTimesThis },
      modelMinusThis: evaluation.intervalOf(modelMinusThis),
    };
  });
}

/** By incident, pages that were right and all pages: what a precision is resampled from. */
export function rightAndAll(window: ServedWindow, pages: readonly Page[]): readonly Float64Array[] {
  return [byIncident(window, pages, (page) => Number(isRight(window, page))), byIncident(window, pages, () => 1)];
}

function byIncident({ cluster }: ServedWindow, pages: readonly Page[], of: (page: Page, nth: number) => number) {
  const sums = new Float64Array(cluster.reduce((most, id) => Math.max(most, id), 0) + 1);
  for (const [nth, page] of pages.entries()) sums[cluster[page.at]] += of(page, nth);
  return sums;
}
