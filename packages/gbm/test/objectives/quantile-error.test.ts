import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DMatrix, predictMargin, rearrangeQuantiles, type TrainParams, train, trainAll } from '../../src/index.ts';
import { plainKernels } from '../../src/kernels.ts';
import { pinballLoss, quantileError } from '../../src/objectives/quantile-error.ts';
import { sampleRows } from '../../src/sampling.ts';
import { leafValues } from '../reference/quantile-by-definition.ts';

const NAN = Number.NaN;

function params(quantile_alpha: number, others: Partial<TrainParams> = {}): Partial<TrainParams> {
  return { objective: 'reg:quantileerror', quantile_alpha, ...others };
}

test('steps down by 1 - alpha from the label on and up by alpha below it, times the weight, which is the hessian', () => {
  const gradients = new Float32Array(8);
  const [predictions, label] = [Float32Array.of(5, 2, 1, 1), Float32Array.of(2, 2, 2, 2)];
  const rows = { label, weights: Float32Array.of(1, 1, 1, 3), margins: predictions, responses: predictions };
  quantileError(0.75).gradientsOf(rows, plainKernels())(gradients, 0);
  expect(gradients).toEqual(Float32Array.of(0.25, 1, 0.25, 1, -0.75, 1, -2.25, 3));
});

test('a unit short costs alpha, a unit beyond 1 - alpha', () => {
  expect([pinballLoss(1, 3, 0.75), pinballLoss(3, 1, 0.75), pinballLoss(2, 2, 0.75)]).toEqual([1.5, 0.5, 0]);
});

describe('fits leaves to their rows', () => {
  const one: Partial<TrainParams> = { eta: 1, max_depth: 1, min_child_weight: 0, lambda: 0 };
  const columns = [Float32Array.of(1, 1, 1, NAN, NAN, NAN)];
  const dtrain = { columns, featureNames: ['x'], numRow: 6, label: Float32Array.of(1, 2, 6, 10, 20, 60) };

  test('from the quantile of all labels to that of each side, the missing being one', () => {
    // Median of all: between 6 and 10. It lacks -7, -6, -2 on the left and 2, 12, 52 on the right.
    const booster = train(params(0.5, one), dtrain, { numBoostRound: 1 });
    expect(booster.baseScore).toBe(8);
    expect(booster.trees[0].splitCondition.subarray(1)).toEqual(Float32Array.of(-6, 12));
    expect(predictMargin(booster, dtrain)).toEqual(Float32Array.of(2, 2, 2, 20, 20, 20));
  });

  test('between values where no value has the rank, and by eta of the way', () => {
    // Rank 0.625 of 3 + 1 is 2.5: between 2 and 6, 10 and 20 a side. All: 0.625 of 6 + 1 is 4.375: 10 + 0.375 * 10 = 13.75.
    const [whole, half] = [1, 0.5].map((eta) => train(params(0.625, { ...one, eta }), dtrain, { numBoostRound: 1 }));
    expect(whole.baseScore).toBe(13.75);
    expect(predictMargin(whole, dtrain)).toEqual(Float32Array.of(4, 4, 4, 40, 40, 40));
    expect(predictMargin(half, dtrain)).toEqual(Float32Array.of(8.875, 8.875, 8.875, 26.875, 26.875, 26.875));
  });

  test('by weight where there are weights, at values alone', () => {
    const weight = Float32Array.of(1, 1, 2, 5, 0, 1);
    const booster = train(params(0.5, one), { ...dtrain, weight }, { numBoostRound: 1 });
    expect(booster.baseScore).toBe(10); // weights 1, 1, 2, 5 sum to 9 of 10; without the last to 4
    expect(predictMargin(booster, dtrain)).toEqual(Float32Array.of(2, 2, 2, 10, 10, 10));
  });

  test('keeps the statistics of the gradients, as XGBoost does', () => {
    const [tree] = train(params(0.5, one), dtrain, { numBoostRound: 1 }).trees;
    expect(tree.sumHessian).toEqual(Float32Array.of(6, 3, 3));
    expect(tree.baseWeight).toEqual(Float32Array.of(0, -0.5, 0.5));
    expect(tree.gain[0]).toBe(1.5); // 1.5² / 3 a side
  });

  const cell = fc.option(fc.integer({ min: -4, max: 4 }), { nil: NAN, freq: 5 });
  const row = fc.record({
    cells: fc.array(cell, { minLength: 3, maxLength: 3 }),
    label: fc.integer({ min: -40, max: 40 }).map((quarters) => quarters / 4),
    weight: fc.constantFrom(0.25, 0.5, 1, 3),
  });

  test('equals the twin that walks every tree by every sampled row, to the last bit', () => {
    const rows = fc.array(row, { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.boolean(), fc.constantFrom(0.1, 0.5, 0.9), (records, isWeighted, alpha) => {
        const settings = params(alpha, { max_depth: 3, eta: 0.4, subsample: 0.7, min_child_weight: 0.5, seed: 3 });
        const matrix: DMatrix = {
          columns: [0, 1, 2].map((feature) => Float32Array.from(records, ({ cells }) => cells[feature])),
          featureNames: ['a', 'b', 'c'],
          numRow: records.length,
          label: Float32Array.from(records, ({ label }) => label),
          ...(isWeighted ? { weight: Float32Array.from(records, ({ weight }) => weight) } : {}),
        };
        const booster = train(settings, matrix, { numBoostRound: 4 });
        const order = new Uint32Array(records.length);
        booster.trees.forEach((tree, round) => {
          const margins = predictMargin({ ...booster, trees: booster.trees.slice(0, round) }, matrix);
          const size = sampleRows(order, 0.7, 3, round);
          if (size === 0) return; // nothing to fit: the one leaf stays 0
          const sample = [...order.subarray(0, size)].map((i) => {
            const { cells, label, weight } = records[i];
            return { cells, weight, lacking: Math.fround(label - margins[i]) };
          });
          const expected = leafValues(tree, sample, isWeighted, Math.fround(alpha), 0.4);
          expected.forEach((value, node) => {
            if (!Number.isNaN(value)) expect(tree.splitCondition[node]).toBe(value + 0); // -0 is 0
          });
        });
      }),
      { seed: 61, numRuns: 200 },
    );
  });

  test('of weight 2 as of the row given twice', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (records) => {
        const matrixOf = (rows: typeof records, weight: number[]): DMatrix => ({
          columns: [Float32Array.from(rows, ({ cells }) => cells[0])],
          featureNames: ['a'],
          numRow: rows.length,
          label: Float32Array.from(rows, ({ label }) => label),
          weight: Float32Array.from(weight),
        });
        const weights = records.map((_, i) => 1 + (i % 2));
        const repeated = records.flatMap((r, i) => Array<typeof r>(weights[i]).fill(r));
        const options = { numBoostRound: 3 };
        const weighted = train(params(0.3), matrixOf(records, weights), options);
        const twice = train(
          params(0.3),
          matrixOf(
            repeated,
            repeated.map(() => 1),
          ),
          options,
        );
        expect(weighted).toEqual(twice);
      }),
      { seed: 62 },
    );
  });

  test('predicts more, the more the rows above the quantile weigh', () => {
    const predictions = [1, 2, 4, 8].map((heavy) => {
      const weight = dtrain.label.map((label) => (label > 8 ? heavy : 1));
      return predictMargin(
        train(params(0.5, { ...one, gamma: 99 }), { ...dtrain, weight }, { numBoostRound: 1 }),
        dtrain,
      )[0];
    });
    expect(predictions).toEqual([6, 10, 20, 20]); // the median of 1, 2, 6, 10, 20, 60 by weight, nothing being split
  });
});

describe('recovers a planted spread', () => {
  // y = 2 a + (0.5 + b) e, e exponential: the quantile at level q is 2 a - (0.5 + b) log(1 - q). Where b is missing, it was 2.
  const LEVELS = [0.1, 0.5, 0.9];
  const draw = (seed: number, numRow: number) => {
    const uniform = uniformFrom(seed);
    const [a, b, noise] = [0, 1, 2].map(() => Float32Array.from({ length: numRow }, uniform));
    const chance = Float64Array.from({ length: numRow }, uniform);
    for (let row = 0; row < numRow; row += 5) b[row] = NAN;
    const spread = (row: number): number => 0.5 + (Number.isNaN(b[row]) ? 2 : b[row]);
    const quantileAt = (level: number, row: number): number => 2 * a[row] - spread(row) * Math.log(1 - level);
    const label = Float32Array.from(chance, quantileAt);
    const matrix: DMatrix = { columns: [a, b, noise], featureNames: ['a', 'b', 'noise'], numRow, label };
    return { matrix, label, quantileAt };
  };
  const trained = draw(1, 20_000);
  const fresh = draw(2, 20_000);
  const jobs = LEVELS.map((level) => ({
    params: params(level, { eta: 0.1, max_depth: 3, min_child_weight: 100, subsample: 0.7 }),
    dtrain: trained.matrix,
    options: { numBoostRound: 80 },
  }));

  test('on fresh rows, with the coverage asked for, and the same at one thread and two', async () => {
    const boosters = await trainAll(jobs, { threads: 2 });
    expect(await trainAll(jobs, { threads: 1 })).toEqual(boosters);

    const predictions = rearrangeQuantiles(
      LEVELS,
      boosters.map((booster) => predictMargin(booster, fresh.matrix)),
    );
    const shares = LEVELS.map((level, i) => {
      const covered = fresh.label.filter((label, row) => label <= predictions[i][row]).length / 20_000;
      expect(Math.abs(covered - level)).toBeLessThan(0.015);
      const truth = fresh.label.map((_, row) => fresh.quantileAt(level, row));
      const error = Math.sqrt(mean(truth.map((q, row) => (q - predictions[i][row]) ** 2)));
      const typical = Math.sqrt(mean(truth.map((q) => (q - mean(truth)) ** 2)));
      expect(error / typical).toBeLessThan(0.16);
      return covered.toFixed(3);
    });
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(`${shares.slice(0, 2).join(', ')} and ${shares[2]} of 20,000 fresh labels`);
  });

  test('in the rows whose spread is missing as well', () => {
    const booster = train(jobs[2].params, trained.matrix, jobs[2].options);
    const missing = [...fresh.label.keys()].filter((row) => row % 5 === 0);
    const predictions = predictMargin(booster, fresh.matrix);
    const covered = missing.filter((row) => fresh.label[row] <= predictions[row]).length / missing.length;
    expect(Math.abs(covered - 0.9)).toBeLessThan(0.02);
  });

  test('and stops early where the pinball loss on fresh rows is least', () => {
    const options = { numBoostRound: 200, evalSet: fresh.matrix, earlyStoppingRounds: 5 };
    const booster = train(params(0.9, { eta: 0.3 }), trained.matrix, options);
    const { evalHistory, bestIteration = NAN } = booster;
    expect(evalHistory).toHaveLength(bestIteration + 6);
    const losses = predictMargin(booster, fresh.matrix).map((q, row) => pinballLoss(q, fresh.label[row], 0.9));
    expect(evalHistory[bestIteration]).toBeCloseTo(mean(losses), 5);
    expect(evalHistory[bestIteration]).toBe(Math.min(...evalHistory));
  });
});

test('does not depend on the order of rows', () => {
  const uniform = uniformFrom(7);
  const numRow = 500;
  const [x, label, weight] = [0, 1, 2].map(() => Float32Array.from({ length: numRow }, uniform));
  const matrix: DMatrix = { columns: [x], featureNames: ['x'], numRow, label };
  const backwards: DMatrix = { ...matrix, columns: [x.toReversed()], label: label.toReversed() };
  const options = { numBoostRound: 5 };
  expect(train(params(0.8), backwards, options)).toEqual(train(params(0.8), matrix, options));
  const weighted = train(params(0.8), { ...matrix, weight }, options);
  expect(train(params(0.8), { ...backwards, weight: weight.toReversed() }, options)).toEqual(weighted);
});

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Numerical Recipes' linear congruential generator, so that every machine sees the same rows. */
function uniformFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}
