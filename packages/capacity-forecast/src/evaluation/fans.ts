import type { TrainingSet } from '../domain.ts';
import { costQuantile } from '../settings.ts';
import { hourQuantiles } from './cost.ts';
import { mean } from './coverage.ts';
import type { Truth } from './truth.ts';
import type { Window } from './window.ts';

export interface Fan {
  readonly series: string;
  /** Why this one: `largest`, `median`, `noisiest`. */
  readonly is: string;
  readonly weeks: readonly FanWeek[];
}

export interface FanWeek {
  readonly week: number;
  /** Nodes, one a level of the model. */
  readonly quantiles: readonly number[];
  readonly planned: number;
  /** The same quantiles of the hours as they turned out; the one at the cost quantile would have cost least. */
  readonly found: readonly number[];
  /** Null where nobody knows it. */
  readonly oracle: number | null;
}

interface Forecast {
  readonly levels: readonly number[];
  readonly quantiles: readonly Float32Array[];
  readonly planned: Float32Array;
}

/** Week by week what was forecast, planned and would have been best, for the largest, the median and the noisiest series. */
export function drawFans(
  set: TrainingSet,
  window: Window,
  { levels, quantiles, planned }: Forecast,
  truth: Truth | null,
): readonly Fan[] {
  const found = levels.map((level) => Float32Array.from(hourQuantiles(window.demand, level)));
  const best = found[levels.indexOf(costQuantile)];
  return choose(set, window, best, planned).map(({ is, series }) => ({
    series: set.seriesIds[series],
    is,
    weeks: [...window.rows.keys()]
      .filter((at) => set.series[window.rows[at]] === series)
      .map((at) => ({
        week: set.week[window.rows[at]],
        quantiles: quantiles.map((level) => level[at]),
        planned: planned[at],
        found: found.map((level) => level[at]),
        oracle: truth === null ? null : truth.oracleNodes[at],
      })),
  }));
}

/** Noisiest: whose best level lies furthest from the plan, in logs. A series is taken once. */
function choose(
  set: TrainingSet,
  { rows }: Window,
  best: Float32Array,
  planned: Float32Array,
): readonly { readonly is: string; readonly series: number }[] {
  const all = [...new Set(Array.from(rows, (row) => set.series[row]))].map((series) => {
    const at = [...rows.keys()].filter((place) => set.series[rows[place]] === series);
    return {
      series,
      size: mean(at.map((place) => best[place])),
      miss: mean(at.map((place) => Math.abs(Math.log(Math.max(1, best[place]) / planned[place])))),
    };
  });
  const bySize = all.toSorted((a, b) => b.size - a.size);
  const chosen = new Set([bySize[0], bySize[bySize.length >> 1]]);
  const noisiest = all.filter((one) => !chosen.has(one)).sort((a, b) => b.miss - a.miss)[0];
  const named = [...chosen].map((one, index) => ({ is: ['largest', 'median'][index], series: one.series }));
  return noisiest === undefined ? named : [...named, { is: 'noisiest', series: noisiest.series }];
}
