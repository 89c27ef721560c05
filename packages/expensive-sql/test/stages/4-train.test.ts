import { quantileOf, rocAuc, take } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { expectedCost, marginsOf } from '../../src/evaluation/scorers.ts';
import { trainSettings } from '../../src/settings.ts';
import { ranToTheEnd } from '../../src/training-set/model-columns.ts';
import { folds, set, trained } from '../small-run.ts';

it.each(trained)('ranks queries of later days far better than chance: $name', (model) => {
  const { test } = folds.final;
  expect(rocAuc(take(set.y, test), marginsOf(set, model, test))).toBeGreaterThan(0.97);
});

it('stops growing trees before the last round', () => {
  const { chance } = trained.find(({ name }) => name === 'gbm')!;
  expect(chance).toMatchObject({ bestIteration: expect.any(Number) });
  expect('trees' in chance && chance.bestIteration).toBeLessThan(trainSettings.maximumRounds - 1);
});

it.each(trained)('forecasts the cost of half of them within a factor of 1.5: $name', (model) => {
  const rows = ranToTheEnd(set, folds.final.test);
  const errors = expectedCost(model)
    .logCost(set, rows)
    .map((log, at) => Math.abs(log - Math.log(set.cpuSeconds[rows[at]])));
  expect(Math.exp(quantileOf(errors, 0.5))).toBeLessThan(1.5);
});
