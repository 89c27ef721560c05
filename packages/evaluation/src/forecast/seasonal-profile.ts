import { meanKnown } from '../mean-known.ts';

/**
 * What is usual of values that stand season after season, equally many in each: the level of the season, its mean, times the
 * usual share of the place in it (Σ values / Σ levels, over seasons). NaN values are left out; a place that has none is NaN.
 */
export function seasonalProfile(values: Float64Array, each: number): Float64Array {
  const levels = Array.from({ length: values.length / each }, (_, season) =>
    meanKnown(values.subarray(season * each, (season + 1) * each)),
  );
  const [found, expected] = [new Float64Array(each), new Float64Array(each)];
  for (let at = 0; at < values.length; at++) {
    if (Number.isNaN(values[at])) continue;
    found[at % each] += values[at];
    expected[at % each] += levels[Math.floor(at / each)];
  }
  return values.map((_, at) => (levels[Math.floor(at / each)] * found[at % each]) / expected[at % each]);
}
