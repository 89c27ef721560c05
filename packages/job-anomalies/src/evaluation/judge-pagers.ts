import * as evaluation from '@applied-modeling/evaluation';
import { prices } from '../prices.ts';
import { evaluateSettings } from '../settings.ts';
import { netsOf } from './money.ts';
import type { Page } from './paging.ts';
import { isRight, minutesToPage, type ServedWindow, worthyRuns } from './served-window.ts';

/** What a pager did over a window at the budget, in precision, minutes and dollars. */
export type ServedPolicy = ReturnType<typeof judgePagers>[number];

/** Judges all pagers by what became of the runs they paged for. */
export function judgePagers(window: ServedWindow, seed: number) {
  const { set, rows, pagers } = window;
  const days = new Set(evaluation.take(set.day, rows)).size;
  const nets = pagers.map(({ pages }) => netsOf(window, pages));
  const resampled = resamplePagers(window, nets, seed);
  return pagers.map(({ name, role, pages }, pager) => {
    const right = pages.filter((page) => isRight(window, page));
    const minutes = Float64Array.from(right, (page) => minutesToPage(window, page));
    /** The price of its pages; surcharges are part of `value`. */
    const cost = pages.length * prices.pageUsd;
    return {
      ...{ name, role, served: pages.length, cost, value: resampled[pager].net.estimate + cost, ...resampled[pager] },
      pagesPerDay: pages.length / days,
      /** Of the page-worthy runs, how many paged. */
      recall: right.length / worthyRuns(window).length,
      /** Median minutes from the start of a page-worthy run to its page. */
      minutesToDetectP50: right.length === 0 ? null : evaluation.quantileOf(minutes, 0.5),
      duplicateShare: duplicates(window, pages),
      /** What the single best page saved. */
      largestUsd: Math.max(0, ...nets[pager]),
    };
  });
}

/** Precision and dollars in one bootstrap over incidents: the eighty runs of a bad pool are one piece of luck. */
function resamplePagers(window: ServedWindow, nets: readonly (readonly number[])[], seed: number) {
  const { pagers } = window;
  const model = pagers.indexOf(evaluation.rungOf(pagers, 'model'));
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
  return pagers.map((_, pager) => {
    const [precision, modelTimesThis, net] = estimates.slice(3 * pager).map(evaluation.intervalOf);
    const modelMinusThis = evaluation.pairedDifference(estimates[3 * model + 2], estimates[3 * pager + 2]);
    return { precision, modelTimesThis, net, modelMinusThis: evaluation.intervalOf(modelMinusThis) };
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

/** Share of pages that tell a team of an incident it was told of before; not a number where nobody knows the incidents. */
function duplicates({ set, rows, truth }: ServedWindow, pages: readonly Page[]): number {
  if (truth === null) return Number.NaN;
  const told = pages.filter(({ at }) => truth.incident[at] !== 0);
  const first = new Set(told.map(({ at }) => `${truth.incident[at]} ${set.team[rows[at]]}`));
  return pages.length === 0 ? 0 : (told.length - first.size) / pages.length;
}
