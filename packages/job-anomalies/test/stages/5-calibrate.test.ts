import { applyCalibrator, take } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { marginsOf } from '../../src/evaluation/scorers.ts';
import { folds, model, set } from '../small-run.ts';

it('expects as many page-worthy checkpoints as there were, on the rows it was fitted to, thinned ones by their weight', () => {
  const { calibration } = folds.final;
  const weight = take(set.weight, calibration);
  const total = (values: ArrayLike<number>) => weight.reduce((sum, each, at) => sum + each * values[at], 0);
  const expected = total(applyCalibrator(model.calibrator, marginsOf(set, model, calibration)));
  const worthy = total(take(set.y, calibration));
  expect(new Set(weight).size).toBe(2);
  expect(expected / worthy).toBeCloseTo(1, 6);
});
