import { rocAuc, take } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { marginsOf } from '../../src/evaluation/scorers.ts';
import { trainSettings } from '../../src/settings.ts';
import { folds, set, trained } from '../small-run.ts';

it('ranks checkpoints of later weeks far better than chance', () => {
  const { test } = folds.final;
  expect(rocAuc(take(set.y, test), marginsOf(set, trained, test))).toBeGreaterThan(0.75);
});

it('stops before the last round', () => {
  expect(trained.booster.bestIteration).toBeLessThan(trainSettings.maximumRounds - 1);
});
