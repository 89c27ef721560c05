import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalQuantile, poissonQuantile, randomStream } from '../src/index.ts';
import { poissonTable } from './reference/poisson-table.ts';

describe('a random stream', () => {
  const key = fc.record({ entity: fc.nat(1_000_000), step: fc.nat(5_000), draw: fc.nat(100) });

  test('gives the same draw in whatever order, and however often, it is asked', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(key, { minLength: 2, maxLength: 20 }), (seed, keys) => {
        const draw = (stream: ReturnType<typeof randomStream>) => (at: (typeof keys)[number]) =>
          stream.uniform(at.entity, at.step, at.draw);
        const forwards = keys.map(draw(randomStream(seed, 'usage')));
        const backwards = keys.toReversed().map(draw(randomStream(seed, 'usage')));
        expect(backwards.toReversed()).toEqual(forwards);
      }),
    );
  });

  test('does not move when another stream is opened or read between its draws', () => {
    const alone = randomStream(7, 'usage');
    const expected = [alone.uniform(3, 1), alone.uniform(3, 2)];
    const [usage, tickets] = [randomStream(7, 'usage'), randomStream(7, 'tickets')];
    const first = usage.uniform(3, 1);
    tickets.uniform(3, 1);
    expect([first, usage.uniform(3, 2)]).toEqual(expected);
  });

  // The draws themselves, so that a change of the mixer, which changes every world, cannot go unnoticed.
  test('draws these values for seed 7', () => {
    const stream = randomStream(7, 'usage');
    expect([stream.uniform(0, 0), stream.uniform(1, 0), stream.uniform(0, 1), stream.uniform(0, 0, 1)]).toEqual([
      0.782990270643495, 0.9555584412300959, 0.917881012079306, 0.8316232805373147,
    ]);
  });

  test('changes with the seed, also beyond 32 bits, and with its name', () => {
    const draws = [
      [7, 'usage'],
      [8, 'usage'],
      [7 + 2 ** 32, 'usage'],
      [7, 'usagf'],
    ] as const;
    expect(new Set(draws.map(([seed, name]) => randomStream(seed, name).uniform(0, 0))).size).toBe(4);
  });

  test('refuses a seed that is not a whole number from 0 to 2^53 - 1', () => {
    for (const seed of [-1, 0.5, 2 ** 53, Number.NaN]) {
      expect(() => randomStream(seed, 'usage')).toThrow(
        new RangeError(`seed: found ${seed}, expected an integer from 0 to 2^53 - 1`),
      );
    }
  });
});

const DRAWS = 200_000;
/** Four standard errors of a mean of DRAWS draws whose standard deviation is `sigma`. */
const within = (sigma: number) => (4 * sigma) / Math.sqrt(DRAWS);

describe('the draws of a stream', () => {
  const stream = randomStream(11, 'moments');
  const nextSeed = randomStream(12, 'moments');
  const nextName = randomStream(11, 'momentt');

  test('are uniform: mean 1/2, variance 1/12, a tenth of them in every tenth', () => {
    const draws = drawMany((i) => stream.uniform(i, 0));
    expect(Math.abs(mean(draws) - 1 / 2)).toBeLessThan(within(Math.sqrt(1 / 12)));
    expect(Math.abs(variance(draws) - 1 / 12)).toBeLessThan(within(Math.sqrt(1 / 180)));
    const tenths = new Float64Array(10);
    for (const draw of draws) tenths[Math.floor(draw * 10)] += 1 / DRAWS;
    for (const share of tenths) expect(Math.abs(share - 0.1)).toBeLessThan(within(Math.sqrt(0.09)));
  });

  test('are uncorrelated between neighbouring entities, steps, draws, seeds and names', () => {
    const base = drawMany((i) => stream.uniform(i, 0));
    const neighbours = {
      entity: drawMany((i) => stream.uniform(i + 1, 0)),
      step: drawMany((i) => stream.uniform(i, 1)),
      draw: drawMany((i) => stream.uniform(i, 0, 1)),
      seed: drawMany((i) => nextSeed.uniform(i, 0)),
      name: drawMany((i) => nextName.uniform(i, 0)),
    };
    for (const [name, other] of Object.entries(neighbours)) {
      expect(Math.abs(correlation(base, other)), name).toBeLessThan(within(1));
    }
  });
  test('are standard normal: the first four moments are 0, 1, 0 and 3', () => {
    const draws = drawMany((i) => stream.normal(i, 2));
    const moment = (power: number) => mean(draws.map((x) => x ** power));
    expect(Math.abs(moment(1))).toBeLessThan(within(1));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(within(Math.sqrt(2)));
    expect(Math.abs(moment(3))).toBeLessThan(within(Math.sqrt(15)));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(within(Math.sqrt(96)));
  });

  test('are Poisson: mean and variance are both the mean asked for', () => {
    for (const [step, rate] of [0.05, 0.8, 6, 120].entries()) {
      const draws = drawMany((i) => stream.poisson(rate, i, 10 + step));
      expect(Math.abs(mean(draws) - rate), `mean ${rate}`).toBeLessThan(within(Math.sqrt(rate)));
      const fourthMoment = rate + 3 * rate * rate;
      expect(Math.abs(variance(draws) - rate), `variance ${rate}`).toBeLessThan(within(Math.sqrt(fourthMoment)));
    }
  });
});

describe('quantiles', () => {
  // scipy.stats.norm.ppf([1e-9, 1e-4, 0.02425, 0.2, 0.5, 0.975, 1 - 1e-7])  (scipy 1.17.1)
  test('of the normal match scipy to a relative 1.2e-9', () => {
    const expected = [
      [1e-9, -5.9978070150076865],
      [1e-4, -3.7190164854556804],
      [0.02425, -1.972961051311885],
      [0.2, -0.8416212335729142],
      [0.5, 0],
      [0.975, 1.959963984540054],
      [1 - 1e-7, 5.199337582290661],
    ];
    for (const [u, z] of expected) {
      expect(Math.abs(normalQuantile(u) - z), `${u}`).toBeLessThanOrEqual(1.2e-9 * Math.abs(z));
    }
  });

  // [scipy.stats.poisson.ppf(u, mean) for u in (1e-6, 0.05, 0.5, 0.95, 0.999999)]  (scipy 1.17.1)
  test('of the Poisson match scipy', () => {
    const quantiles = (mean: number) => [1e-6, 0.05, 0.5, 0.95, 0.999999].map((u) => poissonQuantile(mean, u));
    expect(quantiles(0.1)).toEqual([0, 0, 0, 1, 4]);
    expect(quantiles(2.5)).toEqual([0, 0, 2, 5, 13]);
    expect(quantiles(40)).toEqual([14, 30, 40, 51, 73]);
    expect(quantiles(500)).toEqual([397, 464, 500, 537, 610]);
  });

  test('of the Poisson are the smallest count whose probability reaches u, by the slow table', () => {
    const means = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 500, noNaN: true }));
    fc.assert(
      fc.property(means, fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (rate, u) => {
        const table = poissonTable(rate, 900);
        const k = poissonQuantile(rate, u);
        const roundOff = 1e-11;
        expect(table[k]).toBeGreaterThanOrEqual(u - roundOff);
        if (k > 0) expect(table[k - 1]).toBeLessThan(u + roundOff);
      }),
      { numRuns: 500 },
    );
  });

  test('refuse what has none', () => {
    for (const u of [0, 1, -0.1, Number.NaN]) expect(() => normalQuantile(u)).toThrow(RangeError);
    for (const rate of [-1, 501, Number.NaN]) {
      expect(() => poissonQuantile(rate, 0.5)).toThrow(`poisson mean: found ${rate}, expected 0 to 500`);
    }
  });
});

function drawMany(draw: (i: number) => number): Float64Array {
  return Float64Array.from({ length: DRAWS }, (_, i) => draw(i));
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: Float64Array): number {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
}

function correlation(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - meanA) * (b[i] - meanB)));
  return covariance / Math.sqrt(variance(a) * variance(b));
}
