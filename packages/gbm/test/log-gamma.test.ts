import { expect, test } from 'vitest';
import { logGamma } from '../src/log-gamma.ts';

test('is the logarithm of a factorial at whole numbers, and of half the root of pi at one and a half', () => {
  let factorial = 1;
  for (let n = 1; n < 100; n++) {
    expect(logGamma(n) / Math.max(1, Math.log(factorial))).toBeCloseTo(
      Math.log(factorial) / Math.max(1, Math.log(factorial)),
      12,
    );
    factorial *= n;
  }
  expect(logGamma(1.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI) / 2), 12);
  expect(logGamma(1e9) / 19_723_265_827.9).toBeCloseTo(1, 10); // scipy.special.gammaln
});
