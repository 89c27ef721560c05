import { rocAuc, take } from '@applied-modeling/evaluation';
import type { Booster } from '@applied-modeling/gbm';
import { expect, it } from 'vitest';
import { trainSettings } from '../../src/settings.ts';
import { marginsPlaced, marginsServed, marginsShown } from '../../src/training-set/margins.ts';
import { folds, set, trained } from '../small-run.ts';

const { test } = folds.final;
const meanOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

it('tells what succeeds on later days far better than chance, by a line and by trees', () => {
  expect(trained.map(({ name }) => name)).toEqual(['logistic', 'gbm']);
  for (const model of trained)
    expect(rocAuc(take(set.y, test), marginsShown(set, model, test)), model.name).toBeGreaterThan(0.8);
  expect((trained[1].learned as Booster).bestIteration).toBeLessThan(trainSettings.maximumRounds - 1);
});

it('knows that the same notebook does worse the lower it stands, and serves as if everything stood first', () => {
  for (const model of trained) {
    const at = (position: number) =>
      meanOf(marginsPlaced(set, model, test, new Float32Array(test.length).fill(position)));
    expect(at(1), model.name).toBeGreaterThan(at(3));
    expect(at(3), model.name).toBeGreaterThan(at(5));
    expect(meanOf(marginsServed(set, model, test)), model.name).toBe(at(1));
  }
});
