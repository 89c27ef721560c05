import { assertRows } from '../rows.ts';

/**
 * By what factor a forecast of a positive amount is off, either way: max(forecast / actual, actual / forecast), one a row
 * (Moerkotte, Neumann & Steidl 2009). 1 is right, 2 is half or double. Both are given as logs; a row without a forecast is NaN.
 */
export function qError(logForecast: ArrayLike<number>, logActual: ArrayLike<number>): Float64Array {
  assertRows('qError', { logForecast, logActual });
  return Float64Array.from(logForecast, (forecast, row) => Math.exp(Math.abs(forecast - logActual[row])));
}
