import { expect, it } from 'vitest';
import { qError } from '../../src/metrics/q-error.ts';

it('is the same factor whether a forecast is too low or too high, and NaN without one', () => {
  const logs = (...amounts: readonly number[]) => amounts.map(Math.log);
  const errors = qError([...logs(10, 5, 20, 1000), Number.NaN], logs(10, 10, 10, 1, 7));
  for (const [row, factor] of [1, 2, 2, 1000].entries()) expect(errors[row]).toBeCloseTo(factor, 9);
  expect(errors[4]).toBeNaN();
});

it('refuses lists of different lengths', () => {
  expect(() => qError([0], [0, 1])).toThrow(
    'qError: logForecast has 1 rows but logActual has 2; give one entry per row',
  );
});
