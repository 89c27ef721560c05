import { describe, expect, test } from 'vitest';
import {
  bandOf,
  categorical,
  gammaFactor,
  lognormal,
  noiseFactor,
  normalCdf,
  poissonNormal,
  randomStream,
  sigmaFromP99,
  stepsBefore,
  wholeWithin,
  within,
} from '../src/index.ts';

describe('categorical', () => {
  test('gives each category its share of the unit interval, whatever the shares add up to', () => {
    const uniforms = [0, 0.249, 0.25, 0.749, 0.75, 0.999];
    expect(uniforms.map((u) => categorical([1, 2, 1], u))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('falls into the last category where rounding leaves the shares short of 1', () => {
    expect(categorical([0.1, 0.2, 0.7], 1 - Number.EPSILON)).toBe(2);
  });
});

describe('draws between bounds', () => {
  test('within spreads a uniform over the range, wholeWithin over its whole numbers, both ends included', () => {
    expect([0, 0.25, 1].map((u) => within([2, 6], u))).toEqual([2, 3, 6]);
    expect([0, 0.33, 0.34, 0.999].map((u) => wholeWithin([8, 10], u))).toEqual([8, 8, 9, 10]);
  });
});

describe('steps before an event', () => {
  test('are geometric: P(at least k) = (1 − chance)^k', () => {
    const chance = 0.2;
    for (const k of [1, 2, 7]) {
      expect(stepsBefore(chance, (1 - chance) ** k * 1.0001)).toBe(k - 1);
      expect(stepsBefore(chance, (1 - chance) ** k * 0.9999)).toBe(k);
    }
    expect(stepsBefore(chance, 0.999)).toBe(0);
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

describe('draws in constant time', () => {
  const grid = Array.from({ length: 801 }, (_, i) => -4 + i / 100);

  test('gammaFactor follows the gamma distribution', () => {
    for (const [shape, tolerance] of [
      [2, 0.004],
      [5, 0.0015],
      [30, 0.0002],
    ]) {
      const gaps = grid.map((z) => Math.abs(normalCdf(z) - gammaCdf(shape, shape * gammaFactor(shape, z))));
      expect(Math.max(...gaps), `shape ${shape}`).toBeLessThan(tolerance);
    }
  });

  test('gammaFactor ends at 0 where the cube would turn negative', () => {
    expect(gammaFactor(1, -4)).toBe(0);
  });

  test('poissonNormal follows the Poisson distribution', () => {
    for (const [mean, tolerance] of [
      [1, 0.01],
      [10, 0.0015],
      [200, 0.0001],
    ]) {
      const gaps = Array.from({ length: Math.ceil(mean + 6 * Math.sqrt(mean)) }, (_, k) =>
        Math.abs(normalCdf(firstNormalAbove(mean, k)) - poissonCdf(mean, k)),
      );
      expect(Math.max(...gaps), `mean ${mean}`).toBeLessThan(tolerance);
    }
  });

  test('poissonNormal of nothing is nothing, however far out the normal', () => {
    expect([-4, 0, 4].map((z) => poissonNormal(0, z))).toEqual([0, 0, 0]);
  });

  test('together they draw a negative binomial: variance = mean + mean² / k', () => {
    const random = randomStream(11, 'negative binomial');
    for (const mean of [12, 300]) {
      const draws = Array.from({ length: DRAWS }, (_, i) =>
        poissonNormal(mean * gammaFactor(30, random.normal(i, mean, 0)), random.normal(i, mean, 1)),
      );
      const average = draws.reduce((sum, draw) => sum + draw, 0) / DRAWS;
      const variance = draws.reduce((sum, draw) => sum + (draw - average) ** 2, 0) / DRAWS;
      expect(average / mean).toBeCloseTo(1, 2);
      expect(variance / (mean + mean ** 2 / 30)).toBeCloseTo(1, 1);
    }
  });

  /** Where `poissonNormal` steps from k to k + 1, by bisection; left of −3 √mean the correction turns around. */
  function firstNormalAbove(mean: number, k: number): number {
    let [low, high] = [-3 * Math.sqrt(mean), 9];
    for (let halving = 0; halving < 50; halving++) {
      const middle = (low + high) / 2;
      if (poissonNormal(mean, middle) > k) high = middle;
      else low = middle;
    }
    return low;
  }

  function poissonCdf(mean: number, k: number): number {
    let probability = Math.exp(-mean);
    let sum = probability;
    for (let i = 1; i <= k; i++) sum += probability *= mean / i;
    return sum;
  }

  /** Power series of the lower incomplete gamma function, for whole shapes. */
  function gammaCdf(shape: number, x: number): number {
    let term = Math.exp(-x);
    for (let i = 1; i <= shape; i++) term *= x / i;
    let sum = term;
    for (let i = 1; i < 500; i++) sum += term *= x / (shape + i);
    return sum;
  }
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

test('puts an edge into the band above it', () => {
  expect([-1, 10, 25.9, 26, 1000].map((value) => bandOf([10, 26], value))).toEqual([0, 1, 1, 2, 2]);
});
