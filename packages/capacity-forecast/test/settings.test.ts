import { expect, test } from 'vitest';
import { costQuantile, withPlanned } from '../src/settings.ts';

test('quantiles hold the planned one wherever it belongs, ascending and each once', () => {
  expect(withPlanned([0.95, 0.1, 0.1])).toEqual([0.1, costQuantile, 0.95]);
  expect(withPlanned([])).toEqual([costQuantile]);
  // 2.4 / (2.4 + 0.6) is 0.7999999999999999: a price of 4 : 1 plans a quantile that is in the list but for its last bit.
  expect(withPlanned([0.5, costQuantile - 1e-16])).toEqual([0.5, costQuantile]);
});
