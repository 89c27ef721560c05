import { bootstrapSums, intervalOf, rungOf } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { tierOf } from '../label.ts';
import { TIERS } from '../prices.ts';
import { evaluateSettings } from '../settings.ts';
import { isIn, NOISE_BANDS } from '../training-set/counterfactual.ts';
import { rightAndAll } from './judge-pagers.ts';
import { isRight, type ServedWindow, worthyRuns } from './served-window.ts';

/** By tier, and by the noise of the job: how often the model pages there, and how often it is right, with an interval over incidents. */
export function slicePages(window: ServedWindow, seed: number) {
  const { set, rows, pagers } = window;
  const [tier, spread] = [featureColumn(set, 'tier'), featureColumn(set, 'spread_30')];
  const parts = [
    ...TIERS.map((one) => ({ name: `tier ${one}`, holds: (row: number) => tierOf(tier[row]) === one })),
    ...NOISE_BANDS.map((band) => ({ name: band.band, holds: (row: number) => isIn(band, spread[row]) })),
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
