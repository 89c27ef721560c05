import { assertRows, type Weights } from '../rows.ts';
import type { Probabilities } from '../units.ts';
import { rankScores } from './rank-scores.ts';

/**
 * How probabilities are grouped before forecast and outcome are compared. Both schemes use intervals (a, b], so equal
 * probabilities always share a bin.
 *
 * - `equal-mass`: edges at the quantiles of the probabilities (numpy's linear ones). Every bin holds about as many rows, so
 *   every bin's rate is about as certain; the right choice when most probabilities are small.
 * - `equal-width`: edges at 0, 1/n, …, 1, with 0 itself in the first bin. The textbook choice; at low prevalence nearly all
 *   rows share its first bin.
 */
export type BinScheme = { readonly kind: 'equal-mass' | 'equal-width'; readonly bins: number };

/** One non-empty bin, lowest probability first. */
export type ProbabilityBin = {
  readonly rows: number;
  readonly weight: number;
  /** Kish's effective sample size (Σw)² / Σw²: how many equally weighted rows would be as informative. */
  readonly effectiveRows: number;
  readonly meanPredicted: number;
  readonly observedRate: number;
};

export type BinnedProbabilities = {
  readonly bins: readonly ProbabilityBin[];
  /** Position in `bins` of every row; −1 for a row of zero weight in a bin of zero weight. */
  readonly binOf: Int32Array;
};

/** Groups rows by their probability and compares forecast with outcome in every bin that has weight. */
export function binProbabilities(
  label: ArrayLike<number>,
  probability: Probabilities,
  scheme: BinScheme,
  weight?: Weights,
): BinnedProbabilities {
  assertRows('binProbabilities', { label, probability, weight });
  const edges =
    scheme.kind === 'equal-mass'
      ? equalMassEdges(probability, scheme.bins, weight)
      : Array.from({ length: scheme.bins - 1 }, (_, bin) => (bin + 1) * (1 / scheme.bins));
  const intervalOf = Int32Array.from(probability, (value) => firstEdgeNotBelow(edges, value));
  const sums = sumByInterval(intervalOf, scheme.bins, label, probability, weight);
  const occupied = sums.filter((sum) => sum.weight > 0);
  if (occupied.length === 0) throw new RangeError(`binProbabilities: none of ${label.length} rows has weight`);
  const bins = occupied.map((sum) => ({
    rows: sum.rows,
    weight: sum.weight,
    effectiveRows: sum.weight ** 2 / sum.squaredWeight,
    meanPredicted: sum.predicted / sum.weight,
    observedRate: sum.observed / sum.weight,
  }));
  return { bins, binOf: intervalOf.map((interval) => occupied.indexOf(sums[interval])) };
}

function sumByInterval(
  intervalOf: Int32Array,
  intervals: number,
  label: ArrayLike<number>,
  probability: Probabilities,
  weight?: Weights,
) {
  const empty = { rows: 0, weight: 0, squaredWeight: 0, predicted: 0, observed: 0 };
  const sums = Array.from({ length: intervals }, () => ({ ...empty }));
  for (let row = 0; row < intervalOf.length; row++) {
    const sum = sums[intervalOf[row]];
    const rowWeight = weight ? weight[row] : 1;
    sum.rows += 1;
    sum.weight += rowWeight;
    sum.squaredWeight += rowWeight ** 2;
    sum.predicted += rowWeight * probability[row];
    sum.observed += rowWeight * label[row];
  }
  return sums;
}

/**
 * The inner edges: the probability at position (n − 1) · j / bins of the sorted rows. numpy would interpolate towards the
 * next one, which moves the edge but no row across it. A weighted row covers as many positions as it weighs, after scaling
 * the mean weight to one.
 */
function equalMassEdges(probability: Probabilities, bins: number, weight?: Weights): number[] {
  const { order } = rankScores(probability);
  const ascending = order.toReversed();
  const rowWeights = Float64Array.from(ascending, (row) => (weight ? weight[row] : 1));
  const meanWeight = rowWeights.reduce((sum, rowWeight) => sum + rowWeight, 0) / rowWeights.length;
  const edges: number[] = [];
  let positionsCovered = 0;
  for (let rank = 0; rank < ascending.length; rank++) {
    positionsCovered += rowWeights[rank] / meanWeight;
    while (
      edges.length < bins - 1 &&
      positionsCovered > Math.floor(((ascending.length - 1) * (edges.length + 1)) / bins)
    ) {
      edges.push(probability[ascending[rank]]);
    }
  }
  return edges;
}

function firstEdgeNotBelow(edges: readonly number[], value: number): number {
  let edge = 0;
  while (edge < edges.length && value > edges[edge]) edge++;
  return edge;
}
