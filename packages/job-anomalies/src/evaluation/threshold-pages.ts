import { featureColumn } from '@applied-modeling/feature-store';
import type { CalibratedModel } from '../domain.ts';
import { isIn, NOISE_BANDS } from '../training-set/counterfactual.ts';
import { pageColumns } from '../training-set/page-features.ts';
import { NEVER } from './scorers.ts';
import { type ServedWindow, worthyRuns } from './served-window.ts';

/** By the noise of the job, its share of the pages of one threshold for all jobs, of the runs worth a page, and of all runs. */
export function pagesOfThresholds(window: ServedWindow, model: CalibratedModel) {
  const { set, rows, pager, budget } = window;
  const { names, columns } = pageColumns(set, model.counterfactual, rows);
  const [z, spread] = ['elapsed_z', 'spread'].map((name) => columns[names.indexOf(name)]);
  const pagesBy = (scoreOf: (at: number) => number) => {
    const score = Float64Array.from(rows, (_, at) => (Number.isNaN(z[at]) ? NEVER : scoreOf(at)));
    return pager(score)(budget.pages).map(({ at }) => at);
  };
  const counted = {
    runs: [...rows.keys()].filter((at) => set.multiple[rows[at]] === 0),
    worthy: worthyRuns(window),
    /** Elapsed minutes in multiples of what they should be: one threshold for a calm job and a noisy one. */
    pooled: pagesBy((at) => z[at] * spread[at]),
    /** The same in spreads of the job. */
    standardised: pagesBy((at) => z[at]),
  };
  const noise = featureColumn(set, 'spread_30');
  return NOISE_BANDS.map((band) => {
    const shareOf = (positions: readonly number[]) =>
      positions.filter((at) => isIn(band, noise[rows[at]])).length / Math.max(1, positions.length);
    const { runs, worthy, pooled, standardised } = counted;
    return {
      ...{ band: band.band, runs: shareOf(runs), worthy: shareOf(worthy) },
      ...{ pooled: shareOf(pooled), standardised: shareOf(standardised) },
    };
  });
}
