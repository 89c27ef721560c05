import { bootstrapSums, intervalOf, rungOf, unknownLast } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import type { CalibratedModel } from '../domain.ts';
import { tierOf } from '../label.ts';
import { TIERS } from '../prices.ts';
import { evaluateSettings } from '../settings.ts';
import { bandOf, NOISE_BANDS } from '../training-set/counterfactual.ts';
import { pageColumns } from '../training-set/page-features.ts';
import { rightAndAll } from './judge-pagers.ts';
import { isRight, type ServedWindow, worthyRuns } from './served-window.ts';

/** By tier, and by the noise of the job: who pages there how often, and how often the model is right, with an interval over incidents. */
export function slicePages(window: ServedWindow, model: CalibratedModel, seed: number) {
  const { set, rows, pagers } = window;
  const [tier, spread] = [featureColumn(set, 'tier'), featureColumn(set, 'spread_30')];
  const parts = [
    ...TIERS.map((one) => ({ name: `tier ${one}`, holds: (row: number) => tierOf(tier[row]) === one })),
    ...NOISE_BANDS.map(({ band }) => ({ name: band, holds: (row: number) => bandOf(spread[row]) === band })),
  ];
  const [byModel, byRule] = (['model', 'incumbent'] as const).map((role) => rungOf(pagers, role).pages);
  const { onMinutes, inSpreads } = pagesOfThresholds(window, model);
  return parts.map(({ name, holds }) => {
    const here = <T extends { readonly at: number }>(all: readonly T[]) => all.filter(({ at }) => holds(rows[at]));
    const right = (pages: typeof byModel) => here(pages).filter((page) => isRight(window, page)).length;
    const shareOf = ([rightOnes, all]: readonly number[]) => [rightOnes / Math.max(1, all)];
    const [precision] = bootstrapSums(rightAndAll(window, here(byModel)), { seed, ...evaluateSettings }, shareOf);
    return {
      ...{ name, precision: intervalOf(precision), worthyRuns: here(worthyRuns(window)).length },
      ...{ pages: here(byModel).length, right: right(byModel) },
      ...{ rulePages: here(byRule).length, ruleRight: right(byRule) },
      ...{ onMinutes: here(onMinutes).length, inSpreads: here(inSpreads).length },
    };
  });
}

/** At the same budget, pages of one threshold for all jobs: on elapsed minutes over what they should be, and in spreads of the job. */
function pagesOfThresholds({ set, rows, pager, budget }: ServedWindow, model: CalibratedModel) {
  const { names, columns } = pageColumns(set, model.counterfactual, rows);
  const [z, spread] = ['elapsed_z', 'spread'].map((name) => columns[names.indexOf(name)]);
  const pagesBy = (score: ArrayLike<number>) => pager(unknownLast(score))(budget.pages);
  return { onMinutes: pagesBy(Float64Array.from(z, (one, at) => one * spread[at])), inSpreads: pagesBy(z) };
}
