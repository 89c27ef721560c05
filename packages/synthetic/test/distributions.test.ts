import { describe, expect, test } from 'vitest';
import { categorical, lognormal, noiseFactor, normalCdf, randomStream, sigmaFromP99 } from '../src/index.ts';

describe('categorical', () => {
  test('gives each category its share of the unit interval, whatever the shares add up to', () => {
    const uniforms = [0, 0.249, 0.25, 0.749, 0.75, 0.999];
    expect(uniforms.map((u) => categorical([1, 2, 1], u))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('falls into the last category where rounding leaves the shares short of 1', () => {
    expect(categorical([0.1, 0.2, 0.7], 1 - Number.EPSILON)).toBe(2);
  });
});

const DRAWS = 200_000;

describe('lognormal draws', () => {
  const random = randomStream(11, 'lognormal');
  const draws = (make: (normal: number) => number) =>
    Float64Array.from({ length: DRAWS }, (_, i) => make(random.normal(i, 0))).sort();

  test('have the median that was asked for', () => {
    const sorted = draws((normal) => lognormal(60, 1.15, normal));
    // The standard error of a sample median is √(π/2) σ / √n on the log scale.
    const standardError = (Math.sqrt(Math.PI / 2) * 1.15) / Math.sqrt(DRAWS);
    expect(Math.abs(Math.log(sorted[DRAWS / 2] / 60))).toBeLessThan(4 * standardError);
  });

  test('have the 99th percentile their sigma was made from', () => {
    const sorted = draws((normal) => lognormal(6, sigmaFromP99(6, 14), normal));
    expect(sorted[0.99 * DRAWS]).toBeCloseTo(14, 0);
  });

  test('have mean 1 as noise factors', () => {
    const sigma = 0.3;
    const mean = draws((normal) => noiseFactor(sigma, normal)).reduce((sum, draw) => sum + draw, 0) / DRAWS;
    const standardError = Math.sqrt((Math.exp(sigma ** 2) - 1) / DRAWS);
    expect(Math.abs(mean - 1)).toBeLessThan(4 * standardError);
  });
});

describe('normalCdf', () => {
  // scipy.stats.norm.cdf([-4, -1.96, -0.5, 0, 0.5, 1, 3])  (scipy 1.17.1)
  test('matches scipy to 7.5e-8', () => {
    const expected = [
      [-4, 3.167124183311986e-5],
      [-1.96, 0.024997895148220435],
      [-0.5, 0.3085375387259869],
      [0, 0.5],
      [0.5, 0.6914624612740131],
      [1, 0.8413447460685429],
      [3, 0.9986501019683699],
    ];
    for (const [x, p] of expected) expect(Math.abs(normalCdf(x) - p), `${x}`).toBeLessThan(7.5e-8);
  });
});
