import { applyCalibrator, concatRows, take } from '@applied-modeling/evaluation';
import { featureColumn } from '@applied-modeling/feature-store';
import { expect, it } from 'vitest';
import { marginsOf } from '../../src/evaluation/scorers.ts';
import { againstExpected, medianAndBound } from '../../src/training-set/counterfactual.ts';
import { folds, model, set } from '../small-run.ts';

it('expects as many page-worthy checkpoints as there were, on the rows it was fitted to, thinned ones by their weight', () => {
  const rows = concatRows(folds.final.stopping, folds.final.calibration);
  const weight = take(set.weight, rows);
  const total = (values: ArrayLike<number>) => weight.reduce((sum, each, at) => sum + each * values[at], 0);
  const expected = total(applyCalibrator(model.calibrator, marginsOf(set, model, rows)));
  const worthy = total(take(set.y, rows));
  expect(new Set(weight).size).toBe(2);
  expect(expected / worthy).toBeCloseTo(1, 6);
});

it('moves the bound of the counterfactual until 99 in 100 runs of a band lie within, on the rows it was fitted to', () => {
  const { stopping, calibration } = folds.final;
  const starts = concatRows(stopping, calibration).filter((row) => set.multiple[row] === 0);
  const spread = featureColumn(set, 'spread_30');
  const { bound } = medianAndBound(set, model, starts);
  const against = againstExpected(set);
  const noisy = [...starts.keys()].filter((at) => spread[starts[at]] >= 0.15 && spread[starts[at]] < 0.5);
  const within = noisy.filter((at) => against[starts[at]] <= bound[at]).length;
  expect(noisy.length).toBeGreaterThan(200);
  expect(within / noisy.length).toBeCloseTo(0.99, 2);
});
