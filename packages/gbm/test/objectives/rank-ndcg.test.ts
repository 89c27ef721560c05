import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compiledKernels } from '../../src/compiled-kernels.ts';
import {
  type DMatrix,
  fromXgboostJson,
  predictMargin,
  type TrainParams,
  toXgboostJson,
  train,
  trainAll,
} from '../../src/index.ts';
import { place } from '../../src/kernels.ts';
import { rankNdcg } from '../../src/objectives/rank-ndcg.ts';
import { meanGradients, ndcgOfGroup, type RelevantRow, topGradients } from '../reference/lambda-by-definition.ts';

const RANK = { objective: 'rank:ndcg' } as const;

/** Gradients and hessians of some groups as training computes them. */
function pushed(
  groups: readonly (readonly RelevantRow[])[],
  params: Partial<TrainParams>,
  weights?: readonly number[],
) {
  const kernels = compiledKernels();
  const rows = groups.flat();
  const label = place(
    kernels,
    Float32Array.from(rows, (row) => row.label),
  );
  const scores = place(
    kernels,
    Float32Array.from(rows, (row) => row.score),
  );
  const ofRows = groups.flatMap((group, at) => group.map(() => weights?.[at] ?? 1));
  const gradients = kernels.allocate(Float32Array, 2 * rows.length);
  const group = Uint32Array.from(groups, ({ length }) => length);
  const weighed = { label, weights: place(kernels, Float32Array.from(ofRows)), group };
  rankNdcg({ ...RANK, ...params }).gradientsOf({ ...weighed, margins: scores, responses: scores }, kernels)(
    gradients,
    3,
  );
  return Array.from({ length: rows.length }, (_, row) => [gradients[2 * row], gradients[2 * row + 1]]);
}

const row = fc.record({
  score: fc.float({ min: -3, max: 3, noNaN: true }).map((score) => Math.fround(Math.round(score * 8) / 8)), // ties as well
  label: fc.integer({ min: 0, max: 4 }),
});
const groups = fc.array(fc.array(row, { minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 5 });
const flags = fc.record({
  gain: fc.boolean(),
  groups: fc.boolean(),
  scores: fc.boolean(),
  top: fc.constantFrom(1, 3, 32),
});

describe('gradients', () => {
  test('of one pair, by hand', () => {
    // Gains 3 and 1, ranks 1 and 0: |(3 - 1) (1 / log2 3 - 1)| / (3 + 1 / log2 3) = 0.203292; scores 0.5 apart: / 0.51.
    // sigmoid(-0.5) = 0.377541. lambda = -0.622459 x 0.398613 = -0.248120, hessian = 2 x 0.235004 x 0.398613 = 0.187351,
    // times log2(1 + 2 x 0.248120) / (2 x 0.248120) = 1.171493.
    const [low, high] = pushed(
      [
        [
          { score: 1, label: 1 },
          { score: 0.5, label: 2 },
        ],
      ],
      {},
    );
    expect(high[0]).toBeCloseTo(-0.24812 * 1.171493, 5);
    expect(high[1]).toBeCloseTo(0.187351 * 1.171493, 5);
    expect(low).toEqual([-high[0], high[1]]);
  });

  test('equal the twin that sorts and swaps, in every setting', () => {
    fc.assert(
      fc.property(groups, flags, (lists, { gain, groups, scores, top }) => {
        const found = pushed(lists, {
          lambdarank_num_pair_per_sample: top,
          lambdarank_normalization: groups,
          lambdarank_score_normalization: scores,
          ndcg_exp_gain: gain,
        });
        const terms = { top, isExponential: gain, normalisesGroups: groups, normalisesScores: scores };
        expectClose(
          found,
          lists.flatMap((list) => topGradients(list, terms)),
          1e-5,
        );
      }),
      { seed: 71, numRuns: 200 },
    );
  });

  test('of drawn pairs tend to their mean, the more are drawn', () => {
    const [list] = fc.sample(fc.array(row, { minLength: 12, maxLength: 12 }), { seed: 72, numRuns: 1 });
    const found = pushed([list], { lambdarank_pair_method: 'mean', lambdarank_num_pair_per_sample: 40_000 });
    const terms = { top: Infinity, isExponential: true, normalisesGroups: true, normalisesScores: true };
    expectClose(found, meanGradients(list, terms), 0.02);
  });

  test('are scaled by the weight of the group, of which the mean is 1', () => {
    const lists = fc.sample(fc.array(row, { minLength: 5, maxLength: 9 }), { seed: 73, numRuns: 3 });
    const plain = pushed(lists, {});
    const weighted = pushed(lists, {}, [1, 4, 1]);
    const factors = lists.flatMap((list, at) => list.map(() => [0.5, 2, 0.5][at]));
    expect(weighted).toEqual(plain.map((pair, at) => pair.map((value) => value * factors[at])));
  });

  test('are zero for a row alone and where all labels are equal', () => {
    const equal = [1, 2, 3].map((score) => ({ score, label: 2 }));
    expect(pushed([[{ score: 5, label: 3 }], equal], {}).flat()).toEqual(Array(8).fill(0));
  });

  test('of long lists, pushed in several batches, are those of one', () => {
    const list = Array.from({ length: 300 }, (_, i) => ({ score: Math.fround(Math.sin(i)), label: i % 5 }));
    const terms = { top: 40, isExponential: true, normalisesGroups: true, normalisesScores: true };
    expectClose(pushed([list], { lambdarank_num_pair_per_sample: 40 }), topGradients(list, terms), 1e-5);
  });
});

describe('NDCG', () => {
  test('equals the twin on weighted groups, ties and all', () => {
    const watched = fc.constantFrom(undefined, 'ndcg@2', 'ndcg@5');
    fc.assert(
      fc.property(groups, watched, fc.boolean(), (lists, eval_metric, gain) => {
        const weight = Float32Array.from(lists, (_, at) => 1 + at);
        const settings = { ...RANK, ndcg_exp_gain: gain, ...(eval_metric && { eval_metric: eval_metric as 'ndcg@2' }) };
        const rows = lists.flat();
        const matrix = {
          ...{ columns: [], featureNames: [], numRow: rows.length, weight },
          label: Float32Array.from(rows, ({ label }) => label),
          group: Uint32Array.from(lists, ({ length }) => length),
        };
        const found = rankNdcg(settings).metricOf(matrix)(Float32Array.from(rows, ({ score }) => score));
        const top = Number(eval_metric?.split('@')[1] ?? 32);
        const terms = { top, isExponential: gain, normalisesGroups: true, normalisesScores: true };
        const sums = lists.map((list, at) => [weight[at] * ndcgOfGroup(list, terms), weight[at]]);
        const [sum, total] = sums.reduce(([a, b], [c, d]) => [a + c, b + d]);
        expect(found).toBeCloseTo(sum / total, 10);
      }),
      { seed: 74 },
    );
  });
});

describe('learns what is best within a group', () => {
  // Of 6 to 20 rows the two with the most a - b are relevant; c, the same for all rows of a group, says nothing.
  const drawn = drawGroups(400, 1);
  const fresh = drawGroups(200, 2);
  const params: Partial<TrainParams> = {
    ...RANK,
    eta: 0.2,
    max_depth: 4,
    min_child_weight: 0.1,
    eval_metric: 'ndcg@5',
  };

  test('on fresh groups, by either way to pair, and does not split on what they share', () => {
    for (const lambdarank_pair_method of ['topk', 'mean'] as const) {
      const options = { numBoostRound: 60, evalSet: fresh };
      const { evalHistory, trees } = train({ ...params, lambdarank_pair_method }, drawn, options);
      expect(evalHistory[59]).toBeGreaterThan(0.95);
      expect(evalHistory[59]).toBeGreaterThan(evalHistory[0] + 0.05);
      const gains = [0, 0, 0];
      for (const { splitFeature, gain } of trees)
        for (const [node, at] of splitFeature.entries()) gains[at] += gain[node];
      expect(gains[2] / (gains[0] + gains[1])).toBeLessThan(0.2);
    }
  });

  test('and stops where NDCG on fresh groups is highest', () => {
    const options = { numBoostRound: 400, evalSet: fresh, earlyStoppingRounds: 10 };
    const { evalHistory, bestIteration } = train({ ...params, eta: 0.5 }, drawn, options);
    expect(evalHistory).toHaveLength((bestIteration ?? Number.NaN) + 11);
    expect(evalHistory[bestIteration as number]).toBe(Math.max(...evalHistory));
  });

  test('alike at one thread and two, and from a file', async () => {
    const jobs = [1, 2, 3].map((seed) => ({
      params: { ...params, lambdarank_pair_method: 'mean' as const, subsample: 0.7, seed },
      dtrain: drawn,
      options: { numBoostRound: 5, evalSet: fresh },
    }));
    const boosters = await trainAll(jobs, { threads: 2 });
    expect(await trainAll(jobs, { threads: 1 })).toEqual(boosters);
    expect(boosters[0].trees).not.toEqual(boosters[1].trees);
    const read = fromXgboostJson(toXgboostJson(boosters[0]));
    expect(predictMargin(read, fresh)).toEqual(predictMargin(boosters[0], fresh));
  });
});

describe('refuses', () => {
  const dtrain = {
    columns: [Float32Array.of(1, 2, 3)],
    featureNames: ['x'],
    numRow: 3,
    label: Float32Array.of(0, 1, 0),
    group: Uint32Array.of(2, 1),
  };
  const { group: _, ...ungrouped } = dtrain;
  const linear = { ...RANK, ndcg_exp_gain: false };

  test.each<[string, Partial<TrainParams>, object, string]>([
    ['no groups', RANK, ungrouped, 'dtrain: found no group, expected sizes that add up to 3 with rank:ndcg; set group'],
    [
      'groups that do not add up',
      RANK,
      { ...dtrain, group: Uint32Array.of(2, 2) },
      'dtrain: group: found 2 groups of 4 rows in all, expected 3',
    ],
    [
      'an empty group',
      RANK,
      { ...dtrain, group: Uint32Array.of(2, 0, 1) },
      'dtrain: group: found 0 rows in group 1, expected at least 1',
    ],
    [
      'sizes as a plain array',
      RANK,
      { ...dtrain, group: [2, 1] },
      'dtrain: group: found values of kind Array, expected Uint32Array',
    ],
    [
      'groups where none are ranked',
      {},
      dtrain,
      'dtrain: found 2 groups, expected none with reg:squarederror; train rank:ndcg',
    ],
    [
      'a weight a row',
      RANK,
      { ...dtrain, weight: Float32Array.of(1, 1, 1) },
      'dtrain: weight: found 3 values, expected 2; give one a group',
    ],
    [
      'a negative weight',
      RANK,
      { ...dtrain, weight: Float32Array.of(1, -1) },
      'dtrain: weight: found -1 at group 1, expected a finite',
    ],
    [
      'a label with a fraction',
      RANK,
      { ...dtrain, label: Float32Array.of(0, 1, 0.5) },
      'dtrain: label: found 0.5 at row 2, expected a whole number from 0 to 31',
    ],
    [
      'a negative label',
      RANK,
      { ...dtrain, label: Float32Array.of(0, -1, 0) },
      'dtrain: label: found -1 at row 1, expected a whole',
    ],
    [
      'a label beyond 31',
      RANK,
      { ...dtrain, label: Float32Array.of(0, 32, 0) },
      'found 32 at row 1, expected a whole number from 0 to 31, worth 2^label - 1',
    ],
    [
      'a negative gain',
      linear,
      { ...dtrain, label: Float32Array.of(0, -1, 0) },
      'dtrain: label: found -1 at row 1, expected a gain >= 0',
    ],
  ])('%s', (_, params, matrix, message) => {
    expect(() => train(params, matrix as DMatrix, { numBoostRound: 1 })).toThrow(message);
  });

  test('an evaluation set without groups', () => {
    expect(() => train(RANK, dtrain, { numBoostRound: 1, evalSet: ungrouped })).toThrow('evalSet: found no group');
  });

  test('but takes gains of any size where they are the labels', () => {
    const gains = { ...dtrain, label: Float32Array.of(0.25, 70, 0) };
    expect(train(linear, gains, { numBoostRound: 1 }).trees).toHaveLength(1);
  });
});

function expectClose(
  found: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
  tolerance: number,
) {
  const largest = Math.max(1e-30, ...expected.flat().map(Math.abs));
  expect(found).toHaveLength(expected.length);
  found.forEach((pair, at) => {
    pair.forEach((value, side) => {
      expect(Math.abs(value - expected[at][side]) / largest).toBeLessThanOrEqual(tolerance);
    });
  });
}

function drawGroups(numGroup: number, seed: number): DMatrix {
  let state = seed;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' linear congruential generator
    return (state >>> 8) / 2 ** 24;
  };
  const sizes = Uint32Array.from({ length: numGroup }, () => 6 + Math.floor(15 * uniform()));
  const rows = [...sizes].flatMap((size) => {
    const shared = uniform();
    const group = Array.from({ length: size }, () => [uniform(), uniform(), shared]);
    const worth = group.map(([a, b]) => a - b);
    const [, second] = worth.toSorted((x, y) => y - x);
    return group.map((features, at) => ({ features, label: Number(worth[at] >= second) }));
  });
  return {
    columns: [0, 1, 2].map((feature) => Float32Array.from(rows, ({ features }) => features[feature])),
    featureNames: ['a', 'b', 'c'],
    numRow: rows.length,
    label: Float32Array.from(rows, ({ label }) => label),
    group: sizes,
  };
}
