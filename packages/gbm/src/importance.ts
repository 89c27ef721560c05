import { type Booster, predictingTrees } from './booster.ts';
import { LEAF } from './tree.ts';

/** One row per feature that splits at least once. */
export interface FeatureImportance {
  readonly feature: string;
  /** The loss removed by all its splits together: XGBoost's importance type `total_gain`. */
  readonly totalGain: number;
  /** The loss removed by a split on average: XGBoost's `gain`. */
  readonly gain: number;
  /** How often it splits: XGBoost's `weight`. */
  readonly splits: number;
}

/** Gain importances, largest total first; ties by the feature's position. Unused features are absent, as in XGBoost. */
export function gainImportance(booster: Booster): FeatureImportance[] {
  const { featureNames } = booster;
  const totalGain = new Float64Array(featureNames.length);
  const splits = new Uint32Array(featureNames.length);
  for (const { leftChild, splitFeature, gain } of predictingTrees(booster)) {
    for (let node = 0; node < leftChild.length; node++) {
      if (leftChild[node] === LEAF) continue;
      totalGain[splitFeature[node]] += gain[node];
      splits[splitFeature[node]]++;
    }
  }
  return featureNames
    .map((feature, i) => ({ feature, totalGain: totalGain[i], gain: totalGain[i] / splits[i], splits: splits[i] }))
    .filter((row) => row.splits > 0)
    .sort((a, b) => b.totalGain - a.totalGain);
}
