import { bootstrapSums, type Interval, intervalOf, rungOf } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { tierOf } from '../label.ts';
import { TIERS } from '../prices.ts';
import { evaluateSettings } from '../settings.ts';
import { NOISE_BANDS } from '../training-set/counterfactual.ts';
import { rightAndAll } from './price-pages.ts';
import { isRight, type ServedWindow, worthyRuns } from './served-window.ts';

/** A part of the jobs: how often the model pages there, and how often it is right. */
export interface PageSlice
  extends Readonly<Record<'worthyRuns' | 'pages' | 'right' | 'rulePages' | 'ruleRight', number>> {
  readonly name: string;
  /** Over incidents. */
  readonly precision: Interval;
}

/** By tier, and by the noise of the job. */
export function slicePages(window: ServedWindow, seed: number): readonly PageSlice[] {
  const { set, rows, pagers } = window;
  const [tier, spread] = [featureColumn(set, 'tier'), featureColumn(set, 'spread_30')];
  const parts = [
    ...TIERS.map((one) => ({ name: `tier ${one}`, holds: (row: number) => tierOf(tier[row]) === one })),
    ...NOISE_BANDS.map(({ band, from, to }) => ({
      name: band,
      holds: (row: number) => spread[row] >= from && spread[row] < to,
    })),
  ];
  return parts.map(({ name, holds }) => {
    const [pages, rulePages] = (['model', 'incumbent'] as const).map((role) =>
      rungOf(pagers, role).pages.filter(({ at }) => holds(rows[at])),
    );
    const right = (of: typeof pages) => of.filter((page) => isRight(window, page)).length;
    const [precision] = bootstrapSums(rightAndAll(window, pages), { seed, ...evaluateSettings }, ([right, all]) => [
      right / Math.max(1, all),
    ]);
    return {
      ...{ name, pages: pages.length, right: right(pages), rulePages: rulePages.length, ruleRight: right(rulePages) },
      worthyRuns: worthyRuns(window).filter((at) => holds(rows[at])).length,
      precision: intervalOf(precision),
    };
  });
}
