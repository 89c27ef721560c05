import { predictMargin } from '@applied-modeling/gbm';
import type { CalibratedModel, QuantileModel, TrainingSet } from './domain.ts';
import { takeFloats } from './rows.ts';
import { conformalSettings, costQuantile } from './settings.ts';

/** Quantiles of the hours of some rows, in nodes: one array a level, rearranged so that they do not cross. */
export function predictQuantiles(model: QuantileModel | CalibratedModel, set: TrainingSet, rows: Uint32Array): Float64Array[] {
  const columns = set.columns.map((column) => takeFloats(column, rows));
  const logs = model.boosters.map((booster) => Float64Array.from(predictMargin(booster, columns)));
  const group = groupsOf(set);
  const quantile = new Float64Array(model.levels.length);
  const nodes = model.levels.map(() => new Float64Array(rows.length));
  for (let at = 0; at < rows.length; at++) {
    const shifts = 'shifts' in model ? model.shifts[group[rows[at]]] : undefined;
    for (let level = 0; level < quantile.length; level++) quantile[level] = logs[level][at] + (shifts?.[level] ?? 0);
    quantile.sort();
    for (let level = 0; level < quantile.length; level++) nodes[level][at] = set.anchor[rows[at]] * Math.exp(quantile[level]);
  }
  return nodes;
}

/** Whole nodes to provision: the cost quantile, rounded up. */
export function planLevels(model: QuantileModel | CalibratedModel, set: TrainingSet, rows: Uint32Array): Float64Array {
  return predictQuantiles(model, set, rows)[model.levels.indexOf(costQuantile)].map(Math.ceil);
}

/** The name of every row's conformal group. */
export function groupsOf(set: TrainingSet): readonly string[] {
  return set.slices[conformalSettings.groupBy];
}
