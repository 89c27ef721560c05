import { applyCalibrator, take } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { marginsOf } from '../../src/evaluation/scorers.ts';
import { folds, model, set } from '../small-run.ts';

it('expects as many failures as there were, on the rows it was fitted to', () => {
  const { calibration } = folds.final;
  const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);
  const expected = total(applyCalibrator(model.calibrator, marginsOf(set, model, calibration)));
  const failed = total(take(set.y, calibration));
  expect(Math.abs(expected / failed - 1)).toBeLessThan(0.05);
});
