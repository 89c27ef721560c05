import { featureColumn } from '@applied-modeling/feature-store';
import type { CalibratedModel } from '../domain.ts';
import { pageColumns } from '../training-set/page-features.ts';
import { NEVER } from './scorers.ts';
import { type ServedWindow, worthyRuns } from './served-window.ts';

const TENTHS = 10;

/** Where the pages of one threshold for all jobs go, by the noise of the job: the spread its runs had when the window began. */
export function pagesByNoise(window: ServedWindow, model: CalibratedModel) {
  const { set, rows, pager, budget } = window;
  const spread = featureColumn(set, 'spread_30');
  const spreadOf = new Map<string, number>();
  for (const row of rows) if (!spreadOf.has(set.jobId[row])) spreadOf.set(set.jobId[row], spread[row]);
  const jobs = [...spreadOf].filter(([, value]) => !Number.isNaN(value)).sort((a, b) => a[1] - b[1]);
  const placeOf = new Map(jobs.map(([job], place) => [job, (place + 0.5) / jobs.length]));

  /** By tenths of the jobs, the quietest first. */
  const sharesOf = (positions: readonly number[]) => {
    const places = positions.flatMap((at) => placeOf.get(set.jobId[rows[at]]) ?? []);
    const share = (from: number, to: number) =>
      places.filter((place) => place >= from && place < to).length / Math.max(1, places.length);
    const tenths = Array.from({ length: TENTHS }, (_, tenth) => share(tenth / TENTHS, (tenth + 1) / TENTHS));
    return { tenths, noisiestTwentieth: share(0.95, 1) };
  };
  const { names, columns } = pageColumns(set, model.counterfactual, rows);
  const [z, spreadNow] = ['elapsed_z', 'spread'].map((name) => columns[names.indexOf(name)]);
  const pagesBy = (scoreOf: (at: number) => number) => {
    const score = Float64Array.from(rows, (_, at) => (Number.isNaN(z[at]) ? NEVER : scoreOf(at)));
    return pager.serve(score, budget.pages).map(({ at }) => at);
  };
  return {
    /** Elapsed minutes in multiples of what they should be: one threshold for a calm job and a noisy one. */
    pooled: sharesOf(pagesBy((at) => z[at] * spreadNow[at])),
    /** The same in spreads of the job. */
    standardised: sharesOf(pagesBy((at) => z[at])),
    worthy: sharesOf(worthyRuns(window)),
  };
}
