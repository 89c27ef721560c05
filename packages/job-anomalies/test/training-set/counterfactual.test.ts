import { expect, it } from 'vitest';
import { trainSettings } from '../../src/settings.ts';
import { quantileModel } from '../../src/training-set/counterfactual.ts';
import { model } from '../small-run.ts';

it('knows a quantile by its level and not by its place, and refuses in words one that was not learnt', () => {
  const { counterfactual } = model;
  const levels = trainSettings.counterfactual.quantiles;
  expect(levels.map((level) => quantileModel(counterfactual, level))).toEqual(counterfactual);
  expect(() => quantileModel(counterfactual, 0.95)).toThrow(
    'quantiles: found 0.5, 0.9, 0.99, expected 0.95 among them; ',
  );
});
