import { expect, test } from 'vitest';
import { type Booster, gainImportance, type Tree } from '../src/index.ts';

const tree = (feature: number, gain: number): Tree => ({
  leftChild: Int32Array.of(1, -1, -1),
  splitFeature: Int32Array.of(feature, 0, 0),
  splitCondition: Float32Array.of(0, -1, 1),
  defaultLeft: Uint8Array.of(0, 0, 0),
  gain: Float32Array.of(gain, 0, 0),
  sumHessian: Float32Array.of(2, 1, 1),
  baseWeight: Float32Array.of(0, -1, 1),
});

const booster: Booster = {
  params: { objective: 'reg:squarederror' },
  trees: [tree(2, 5), tree(0, 8), tree(2, 7), tree(1, 100)],
  baseScore: 0.5,
  featureNames: ['a', 'b', 'c', 'unused'],
  bestIteration: 2,
  evalHistory: [],
};

test('sums gains by feature over the trees that predict, largest first', () => {
  expect(gainImportance(booster)).toEqual([
    { feature: 'c', totalGain: 12, gain: 6, splits: 2 },
    { feature: 'a', totalGain: 8, gain: 8, splits: 1 },
  ]);
});
