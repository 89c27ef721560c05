import { applyCalibrator, concatRows, take } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { marginsShown } from '../../src/training-set/margins.ts';
import { fits, folds, set } from '../small-run.ts';

const rows = concatRows(folds.final.stopping, folds.final.calibration);
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

it('expects as many successes as there were, on the rows it was fitted to, where they stood', () => {
  for (const model of fits) {
    const chance = applyCalibrator(model.calibrator, marginsShown(set, model, rows));
    expect(sum(chance) / sum(take(set.y, rows)), model.name).toBeCloseTo(1, 6);
  }
});

it('keeps the map that ships apart from those it was compared with', () => {
  for (const { calibrator, alternatives } of fits)
    expect([calibrator, ...alternatives].map(({ method }) => method)).toEqual(['isotonic', 'platt', 'none']);
});
