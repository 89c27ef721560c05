import { describe, expect, test } from 'vitest';
import { heavyDensity, heavyQuantile, heavySurvival } from '../../src/world/noise.ts';

describe('noise of four degrees of freedom, scaled to unit variance', () => {
  // python3 -c "from scipy.stats import t; print([t.ppf(u, 4) / 2 ** .5 for u in (.001, .1, .5, .9, .99, .999)])"
  const QUANTILES = [
    [0.001, -5.072205790294839],
    [0.1, -1.084140553344839],
    [0.5, 0],
    [0.9, 1.084140553344839],
    [0.99, 2.6494919067893106],
    [0.999, 5.072205790294839],
  ] as const;

  test('has the quantiles scipy gives', () => {
    for (const [u, z] of QUANTILES) expect(heavyQuantile(u)).toBeCloseTo(z, 12);
  });

  test('survives its quantile with the chance that is left', () => {
    for (const [u, z] of QUANTILES) expect(heavySurvival(z)).toBeCloseTo(1 - u, 14);
    expect([heavySurvival(-Infinity), heavySurvival(Infinity)]).toEqual([1, 0]);
  });

  test('keeps its digits far out, where one minus a share has none left', () => {
    // 1/4 (1 - s)^2 (2 + s) with s = t / sqrt(4 + t^2), t = 1000 sqrt(2), in Python's decimal with 60 digits.
    expect(heavySurvival(1000) / 7.499975000065625e-13).toBeCloseTo(1, 12);
  });

  test('has a density that is the slope of its survival', () => {
    for (const z of [-3, -0.5, 0, 1, 4]) {
      expect(heavyDensity(z)).toBeCloseTo((heavySurvival(z - 1e-5) - heavySurvival(z + 1e-5)) / 2e-5, 8);
    }
  });

  test('has variance 1, as far as a hundred thousand strata tell', () => {
    const draws = Array.from({ length: 100_000 }, (_, i) => heavyQuantile((i + 0.5) / 100_000));
    const variance = draws.reduce((sum, z) => sum + z * z, 0) / draws.length;
    expect(variance).toBeGreaterThan(0.98);
    expect(variance).toBeLessThan(1);
  });
});
