import { expect, it } from 'vitest';
import { smearing } from '../../src/regression/smearing.ts';

it('makes a forecast of a log right on average: the mean of 8 and 2 is 5 where their median forecast says 4', () => {
  // exp(log 8 − log 4) = 2 and exp(log 2 − log 4) = 1/2, on average 5/4.
  const [forecast, actual] = [[Math.log(4), Math.log(4)], [8, 2].map(Math.log)];
  expect(smearing(forecast, actual)).toBeCloseTo(5 / 4, 12);
});

it('leaves out rows without a forecast, and changes nothing when none has one', () => {
  expect(smearing([Number.NaN, 0], [3, Math.log(3)])).toBeCloseTo(3, 12);
  expect(smearing([Number.NaN], [3])).toBe(1);
});
