import type { QuantileForecast } from '@applied-modeling/evaluation';
import type { TrainingSet } from '../domain.ts';
import { plannedAt } from '../settings.ts';
import { hourQuantiles } from './cost.ts';
import type { Truth } from './truth.ts';
import type { Window } from './window.ts';

/** The largest series week by week, in nodes: what was forecast, and what came. */
export function drawFan(
  set: TrainingSet,
  { rows, demand }: Window,
  { levels, quantiles }: QuantileForecast,
  truth: Truth | null,
) {
  const found = levels.map((level) => Float32Array.from(hourQuantiles(demand, level)));
  const sizes = new Float64Array(set.seriesIds.length);
  for (const [at, row] of rows.entries()) sizes[set.series[row]] += found[plannedAt][at];
  const largest = sizes.indexOf(Math.max(...sizes));
  const ofLargest = (values: Float32Array) => values.filter((_, at) => set.series[rows[at]] === largest);
  return {
    series: set.seriesIds[largest],
    weeks: Array.from(
      rows.filter((row) => set.series[row] === largest),
      (row) => set.week[row],
    ),
    /** By level of the model and week; at the cost quantile, what was planned. */
    forecast: quantiles.map(ofLargest),
    /** The same quantiles of the hours as they turned out; the one at the cost quantile would have cost least. */
    found: found.map(ofLargest),
    /** Null where nobody knows it. */
    oracle: truth && ofLargest(truth.oracleNodes),
  };
}
