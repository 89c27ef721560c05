import { type Booster, matrixAt, predictMargin, rearrangeQuantiles } from '@applied-modeling/gbm';
import type { FeatureRows, Quantiles } from '../domain.ts';
import { conformalSettings, costQuantile } from '../settings.ts';

/** Quantiles of the hours of some rows, in nodes: one array a level, rearranged so that they do not cross. */
export function predictQuantiles(
  { levels, boosters, shifts }: Quantiles,
  set: FeatureRows,
  rows: Uint32Array,
): Float32Array[] {
  const matrix = matrixAt(set, rows);
  const group = groupsOf(set);
  const nodes = boosters.map((booster, level) =>
    predictMargin(booster, matrix).map((log, at) => {
      const shift = shifts === undefined ? 0 : shifts[group[rows[at]]][level];
      return set.anchor[rows[at]] * Math.exp(log + shift);
    }),
  );
  return rearrangeQuantiles(levels, nodes);
}

/** Whole nodes to provision: the cost quantile, rounded up. */
export function planLevels(model: Quantiles, set: FeatureRows, rows: Uint32Array): Float32Array {
  return predictQuantiles(model, set, rows)[model.levels.indexOf(costQuantile)].map(Math.ceil);
}

/** The booster of the quantile that is provisioned. */
export function plannedBooster({ levels, boosters }: Quantiles): Booster {
  return boosters[levels.indexOf(costQuantile)];
}

/**
 * How far the level in force lies below the one the model would plan, in logs. A chance of running short is made of it: what
 * the forecast knows and the level in force does not is what announces a shortage.
 */
export function shortfallMargin(model: Quantiles, set: FeatureRows, rows: Uint32Array): Float64Array {
  const planned = predictQuantiles(model, set, rows)[model.levels.indexOf(costQuantile)];
  return Float64Array.from(rows, (row, at) => Math.log(planned[at] / Math.max(1, set.provisioned[row])));
}

/** The name of every row's conformal group. */
export function groupsOf(set: FeatureRows): readonly string[] {
  return set.slices[conformalSettings.groupBy];
}
