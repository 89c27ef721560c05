/**
 * The slow twins of `quantile` and of the fitting of leaves: definitions, read off sorted lists, and a walk of the tree by every
 * row. Roundings to float32 are XGBoost's, except that sums of weights are doubles.
 */
import type { Tree } from '../../src/index.ts';

/** Without weights: the i-th of n values, counted from 1, is the quantile at i / (n + 1); between two of them, on a straight line. */
export function interpolatedQuantile(values: readonly number[], level: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.min(Math.max(level * (values.length + 1), 1), values.length);
  const [lower, upper] = [sorted[Math.floor(rank) - 1], sorted[Math.ceil(rank) - 1]];
  return Math.fround(lower + (rank - Math.floor(rank)) * Math.fround(upper - lower));
}

/** With weights: the least value such that the values up to it hold the share `level` of all weight. */
export function weightedQuantile(values: readonly number[], weights: readonly number[], level: number): number {
  const weightWhere = (holds: (value: number) => boolean): number =>
    weights.reduce((sum, weight, i) => sum + (holds(values[i]) ? weight : 0), 0);
  const threshold = Math.fround(Math.fround(weightWhere(() => true)) * level);
  const reaches = (bound: number): boolean => Math.fround(weightWhere((value) => value <= bound)) >= threshold;
  return Math.min(...values.filter(reaches));
}

export interface SampledRow {
  readonly cells: readonly number[];
  /** label - margin before the tree. */
  readonly lacking: number;
  readonly weight: number;
}

/** What each leaf of the tree should hold, by node; NaN at splits. */
export function leafValues(tree: Tree, rows: readonly SampledRow[], isWeighted: boolean, level: number, eta: number) {
  return Array.from(tree.leftChild, (left, leaf) => {
    if (left !== -1) return Number.NaN;
    const inLeaf = rows.filter(({ cells }) => leafOf(tree, cells) === leaf);
    const lacking = inLeaf.map((row) => row.lacking);
    const fitted = isWeighted
      ? weightedQuantile(
          lacking,
          inLeaf.map((row) => row.weight),
          level,
        )
      : interpolatedQuantile(lacking, level);
    return Math.fround(fitted * Math.fround(eta));
  });
}

function leafOf(tree: Tree, cells: readonly number[]): number {
  let node = 0;
  while (tree.leftChild[node] !== -1) {
    const value = cells[tree.splitFeature[node]];
    const goesLeft = Number.isNaN(value) ? tree.defaultLeft[node] === 1 : value < tree.splitCondition[node];
    node = tree.leftChild[node] + (goesLeft ? 0 : 1);
  }
  return node;
}
