import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DMatrix, predictMargin, type TrainParams, train } from '../../src/index.ts';
import { plainKernels } from '../../src/kernels.ts';
import { type Objective, objectiveOf } from '../../src/objectives.ts';
import { resolveParams } from '../../src/params.ts';

const POISSON = { objective: 'count:poisson' } as const;
const TWEEDIE = { objective: 'reg:tweedie' } as const;

/** Gradient and hessian of one row. */
function pairOf({ gradientsOf, response }: Objective, margin: number, y: number, weight: number): Float32Array {
  const [margins, responses] = [Float32Array.of(margin), Float32Array.of(response(margin))];
  const gradients = new Float32Array(2);
  const rows = { label: Float32Array.of(y), weights: Float32Array.of(weight), margins, responses };
  gradientsOf(rows, plainKernels())(gradients, 0);
  return gradients;
}

describe.each<[string, Partial<TrainParams>]>([
  ['counts', { ...POISSON, max_delta_step: 0 }],
  ['amounts', TWEEDIE],
  ['amounts near counts', { ...TWEEDIE, tweedie_variance_power: 1.1 }],
])('the loss of %s', (_, params) => {
  const objective = objectiveOf(resolveParams(params));
  const margin = fc.double({ min: -3, max: 3, noNaN: true }).map(Math.fround);

  test('is what its gradients are the slope and the curvature of', () => {
    fc.assert(
      fc.property(margin, fc.integer({ min: 0, max: 9 }), fc.constantFrom(0.5, 2), (m, y, weight) => {
        const metric = objective.metricOf({ ...rowsOf([y]), columns: [], featureNames: [] });
        const loss = (at: number) => weight * metric(Float64Array.of(Math.exp(at)) as unknown as Float32Array);
        const step = 1e-3;
        const [gradient, hessian] = pairOf(objective, m, y, weight);
        const scale = 1 + y + Math.exp(2 * Math.abs(m));
        expect(Math.abs(gradient - (loss(m + step) - loss(m - step)) / (2 * step)) / scale).toBeLessThan(1e-5);
        const curvature = (loss(m + step) - 2 * loss(m) + loss(m - step)) / step ** 2;
        expect(Math.abs(hessian - curvature) / scale).toBeLessThan(1e-5);
      }),
      { seed: 81 },
    );
  });

  test('is least where the mean is the label', () => {
    const metric = objective.metricOf({ ...rowsOf([4]), columns: [], featureNames: [] });
    const losses = [3.9, 4, 4.1].map((mean) => metric(Float32Array.of(mean)));
    expect(Math.min(...losses)).toBe(losses[1]);
  });
});

test('the metric of counts is the negative log-likelihood of Poisson', () => {
  // P(3 | mean 2) = e^-2 2^3 / 3!, and P(0 | mean 0.5) = e^-0.5; weights 3 and 1.
  const metric = objectiveOf(resolveParams(POISSON)).metricOf({
    ...rowsOf([3, 0]),
    ...{ columns: [], featureNames: [], weight: Float32Array.of(3, 1) },
  });
  const expected = -(3 * Math.log((Math.exp(-2) * 8) / 6) - 0.5) / 4;
  expect(metric(Float32Array.of(2, 0.5))).toBeCloseTo(expected, 12);
});

test('hessians of counts are taken max_delta_step further on, which limits leaves too', () => {
  const [limited, free] = [{}, { max_delta_step: 0 }].map((step) =>
    objectiveOf(resolveParams({ ...POISSON, ...step })),
  );
  expect(pairOf(limited, 1, 2, 1)[1] / pairOf(free, 1, 2, 1)[1]).toBeCloseTo(Math.exp(0.7), 6);
  const dtrain = { ...rowsOf([0, 0, 500, 500]), columns: [Float32Array.of(1, 1, 2, 2)], featureNames: ['x'] };
  const { trees } = train({ ...POISSON, base_score: 1, eta: 1 }, dtrain, { numBoostRound: 1 });
  expect(Math.max(...trees[0].splitCondition.subarray(1))).toBe(Math.fround(0.7));
});

describe('recovers a planted mean', () => {
  // The mean is e^(a + 1.5 [b > 0.5]) / 2, from 0.5 to 6 events; each is worth 1 or 3 to Tweedie, 2 on average.
  const uniform = uniformFrom(5);
  const numRow = 20_000;
  const [a, b, chance] = [0, 1, 2].map(() => Float32Array.from({ length: numRow }, uniform));
  const means = Float64Array.from(a, (value, row) => Math.exp(value + (b[row] > 0.5 ? 1.5 : 0)) / 2);
  const counts = Float32Array.from(means, (mean, row) => countAt(mean, chance[row]));
  const amounts = counts.map((count) =>
    Array.from({ length: count }, () => (uniform() < 0.5 ? 1 : 3)).reduce((x, y) => x + y, 0),
  );
  const dtrain = { columns: [a, b], featureNames: ['a', 'b'], numRow };

  test.each<[string, Partial<TrainParams>, Float32Array, number]>([
    ['counts', POISSON, counts, 1],
    ['amounts', { ...TWEEDIE, tweedie_variance_power: 1.3 }, amounts, 2],
  ])('of %s, in every quarter of what is predicted', (_, params, label, worth) => {
    const options = { numBoostRound: 150 };
    const booster = train({ ...params, eta: 0.1, max_depth: 3, min_child_weight: 20 }, { ...dtrain, label }, options);
    expect(booster.baseScore).toBeCloseTo(label.reduce((sum, y) => sum + y, 0) / numRow, 5);
    const predicted = predictMargin(booster, dtrain).map(Math.exp);
    const order = [...predicted.keys()].sort((x, y) => predicted[x] - predicted[y]);
    for (const from of [0, 1, 2, 3].map((quarter) => (quarter * numRow) / 4)) {
      const rows = order.slice(from, from + numRow / 4);
      const ratio =
        rows.reduce((sum, row) => sum + predicted[row], 0) / rows.reduce((sum, row) => sum + worth * means[row], 0);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.04);
    }
  });
});

describe('refuses', () => {
  const dtrain = { ...rowsOf([1, 0]), columns: [Float32Array.of(1, 2)], featureNames: ['x'] };

  test.each<[string, Partial<TrainParams>, Partial<DMatrix>, string]>([
    [
      'a negative count',
      POISSON,
      { label: Float32Array.of(1, -1) },
      'dtrain: label: found -1 at row 1, expected a number >= 0',
    ],
    [
      'a negative amount',
      TWEEDIE,
      { label: Float32Array.of(-0.5, 1) },
      'dtrain: label: found -0.5 at row 0, expected a number >= 0',
    ],
    [
      'to start where nothing happened',
      POISSON,
      { label: Float32Array.of(0, 0) },
      'dtrain: label: found a mean of 0, expected some weight',
    ],
    ['a base score of 0', { ...TWEEDIE, base_score: 0 }, {}, 'parameter base_score: found 0, expected a mean > 0'],
    [
      'a base score that float32 rounds to 0',
      { ...POISSON, base_score: 1e-60 },
      {},
      'base_score: found 1e-60, expected a mean > 0',
    ],
  ])('%s', (_, params, changed, message) => {
    expect(() => train(params, { ...dtrain, ...changed }, { numBoostRound: 1 })).toThrow(message);
  });

  test('no training where nothing happened, told what to start from', () => {
    const label = Float32Array.of(0, 0);
    const { trees } = train({ ...POISSON, base_score: 0.5 }, { ...dtrain, label }, { numBoostRound: 1 });
    expect(trees[0].splitCondition[0]).toBeLessThan(0);
  });
});

function rowsOf(label: readonly number[]) {
  return { numRow: label.length, label: Float32Array.from(label) };
}

/** The count whose share of a Poisson distribution holds `chance`. */
function countAt(mean: number, chance: number): number {
  let [count, probability, below] = [0, Math.exp(-mean), 0];
  while (below + probability < chance) {
    below += probability;
    count += 1;
    probability *= mean / count;
    if (probability < 1e-12 && count > mean) break;
  }
  return count;
}

/** Numerical Recipes' linear congruential generator, so that every machine sees the same rows. */
function uniformFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}
