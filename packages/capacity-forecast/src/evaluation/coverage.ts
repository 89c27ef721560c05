import * as evaluation from '@applied-modeling/evaluation';
import type { CalibratedModel, TrainingSet } from '../domain.ts';
import { planLevels } from '../forecast/plan.ts';
import { costQuantile, plannedAt } from '../settings.ts';
import type { Truth } from './truth.ts';
import { demandOf, hourQuantiles, type Window } from './window.ts';

/** Coverage of hours, of weeks and of peaks: the prices buy the first, and nobody has paid for the last. */
export function judgeCoverage({ demand }: Window, forecast: evaluation.QuantileForecast, truth: Truth | null) {
  return evaluation.quantileCoverage(demand, forecast).map((one) => ({
    ...one,
    /** Of the level the oracle plans; null at the others, and where nobody knows it. */
    oraclePinballLoss:
      truth && one.level === costQuantile ? evaluation.pinballLossOfLevels(demand, truth.oracleNodes, one.level) : null,
  }));
}

/** Of the planned level by week, and where and when it covers least. */
export function judgeWorst(set: TrainingSet, { rows, weeks, weekIndex, demand }: Window, planned: ArrayLike<number>) {
  const shares = evaluation.coveredShares(demand, planned);
  const coverageOf = (isIn: (at: number) => boolean) => evaluation.meanKnown(shares.filter((_, at) => isIn(at)));
  const { region } = set.slices;
  const regions = [...new Set(Array.from(rows, (row) => region[row]))].map((name) => ({
    region: name,
    coverage: coverageOf((at) => region[rows[at]] === name),
  }));
  const byWeek = weeks.map((week, index) => ({ week, coverage: coverageOf((at) => weekIndex[at] === index) }));
  const worst = <T extends { readonly coverage: number }>(all: readonly T[]) =>
    all.reduce((least, one) => (one.coverage < least.coverage ? one : least));
  return {
    coverageByWeek: byWeek.map(({ coverage }) => coverage),
    worstRegion: worst(regions),
    worstWeek: worst(byWeek),
  };
}

/** By how much the shares of weeks miss the promised one, root mean square. */
export function offPromise(shares: readonly number[]): number {
  return Math.sqrt(evaluation.meanKnown(shares.map((share) => (share - costQuantile) ** 2)));
}

/** The same recipe fitted earlier, with less history each, by the estimated demand. The bootstrap cannot know this spread. */
export function judgeFits(set: TrainingSet, models: readonly CalibratedModel[]) {
  return models.map((model) => {
    const { test, fold } = model.fold;
    const [planned, demand] = [planLevels(model, set, test), demandOf(set, test)];
    return {
      name: fold.name,
      coverage: evaluation.meanKnown(evaluation.coveredShares(demand, planned)),
      pinballLoss: evaluation.pinballLossOfLevels(demand, planned, costQuantile),
    };
  });
}

/** The largest series week by week, in nodes: what was forecast, and what came. */
export function drawFan(
  set: TrainingSet,
  { rows, demand }: Window,
  { levels, quantiles }: evaluation.QuantileForecast,
  truth: Truth | null,
) {
  const found = levels.map((level) => Float32Array.from(hourQuantiles(demand, level)));
  const sizes = new Float64Array(set.seriesIds.length);
  for (const [at, row] of rows.entries()) sizes[set.series[row]] += found[plannedAt][at];
  const largest = sizes.indexOf(Math.max(...sizes));
  const shown = [...rows.keys()].filter((at) => set.series[rows[at]] === largest);
  const ofLargest = (values: Float32Array) => Float32Array.from(shown, (at) => values[at]);
  return {
    series: set.seriesIds[largest],
    weeks: shown.map((at) => set.week[rows[at]]),
    /** By level of the model and week; at the cost quantile, what was planned. */
    forecast: quantiles.map(ofLargest),
    /** The same quantiles of the hours as they turned out; the one at the cost quantile would have cost least. */
    found: found.map(ofLargest),
    /** Null where nobody knows it. */
    oracle: truth && ofLargest(truth.oracleNodes),
  };
}
