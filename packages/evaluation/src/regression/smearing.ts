import { assertRows, weightedMean } from '../rows.ts';

/**
 * By what exp(forecast of a log) has to be multiplied to be right on average: the mean of exp(actual − forecast) (Duan 1983). The
 * mean of a log is the log of the median, so without it every forecast of an amount is too low. Rows without a forecast (NaN) are
 * left out; 1 when no row is left.
 */
export function smearing(logForecast: ArrayLike<number>, logActual: ArrayLike<number>): number {
  assertRows('smearing', { logForecast, logActual });
  const factors = Array.from(logForecast, (forecast, row) => Math.exp(logActual[row] - forecast)).filter(
    Number.isFinite,
  );
  return factors.length === 0 ? 1 : weightedMean(factors.length, (at) => factors[at]);
}
