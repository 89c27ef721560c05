import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Booster,
  type DMatrix,
  fromXgboostJson,
  predictMargin,
  predictProbability,
  type TrainParams,
  toXgboostJson,
  train,
} from '../src/index.ts';

const LOGISTIC = { objective: 'binary:logistic' } as const;

describe('recovers planted rules', () => {
  test('an exclusive or of two thresholds among noise', () => {
    // left = (x0 > 0.6) xor (x2 > 0.25): neither feature alone says anything near balance, x1 and x3 never do
    const dtrain = matrixOf(uniform(4, 4000, 1), ([x0, , x2]) => (x0 > 0.6 !== x2 > 0.25 ? 1 : 0));
    const booster = train({ ...LOGISTIC, max_depth: 2, eta: 1 }, dtrain, { numBoostRound: 10 });
    const best = booster.trees.flatMap((tree) =>
      [...tree.gain.keys()].map((node) => ({
        gain: tree.gain[node],
        feature: tree.splitFeature[node],
        threshold: tree.splitCondition[node],
      })),
    );
    const [first, second] = best.sort((a, b) => b.gain - a.gain);
    expect([first.feature, second.feature].every((feature) => feature === 0 || feature === 2)).toBe(true);
    for (const { feature, threshold } of [first, second]) expect(threshold).toBeCloseTo(feature === 0 ? 0.6 : 0.25, 1);
    expect(accuracy(booster, dtrain)).toBeGreaterThan(0.97);
  });

  test('a missing value that tells', () => {
    const columns = uniform(2, 1000, 2);
    for (let row = 0; row < 1000; row += 4) columns[1][row] = Number.NaN;
    const dtrain = matrixOf(columns, ([, x1]) => (Number.isNaN(x1) ? 1 : 0));
    const { trees } = train({ ...LOGISTIC, max_depth: 1 }, dtrain, { numBoostRound: 1 });
    const [tree] = trees;
    const [, left, right] = tree.splitCondition;
    expect(tree.splitFeature[0]).toBe(1);
    expect(tree.splitCondition[0]).toBeGreaterThan(1); // every present value lies below
    expect(tree.defaultLeft[0]).toBe(0);
    expect(left).toBeLessThan(0);
    expect(right).toBeGreaterThan(0);
  });
});

describe('where a feature is monotone', () => {
  const dtrain = matrixOf(uniform(3, 600, 8), ([x0, x1, x2]) => Math.sin(9 * x0) + x0 + 3 * x1 * (x2 - 0.4));
  for (let row = 0; row < 600; row += 7) dtrain.columns[0].fill(Number.NaN, row, row + 1);
  const steps = Array.from({ length: 41 }, (_, i) => i / 40);

  /** The most by which a prediction falls as a feature rises one step, the others held. */
  const largestFall = (booster: Booster, feature: number): number => {
    const falls = Array.from({ length: 50 }, (_, row) => {
      const columns = dtrain.columns.map((column, at) =>
        Float32Array.from(steps, (step) => (at === feature ? step : column[row])),
      );
      const predicted = predictMargin(booster, columns);
      return Math.max(...Array.from(predicted.subarray(1), (value, i) => predicted[i] - value));
    });
    return Math.max(...falls);
  };

  test('no prediction falls with it, which without the constraint many do', () => {
    const options = { numBoostRound: 30 };
    const free = train({}, dtrain, options);
    const bound = train({ monotone_constraints: { f0: 1, f1: 1 } }, dtrain, options);
    for (const feature of [0, 1]) {
      expect(largestFall(free, feature)).toBeGreaterThan(0.1);
      expect(largestFall(bound, feature)).toBeLessThanOrEqual(1e-5); // a sum of float32
    }
    expect(largestFall(bound, 2)).toBeGreaterThan(0.1);
  });

  test('turned round, everything is, and where none is named, nothing changes', () => {
    const options = { numBoostRound: 5 };
    const turned = { ...dtrain, label: dtrain.label?.map((y) => -y) as Float32Array };
    const [up, down] = [
      predictMargin(train({ monotone_constraints: { f0: 1 } }, dtrain, options), dtrain),
      predictMargin(train({ monotone_constraints: { f0: -1 } }, turned, options), dtrain),
    ];
    expect(down.map((margin) => -margin)).toEqual(up);
    expect(train({ monotone_constraints: {} }, dtrain, options).trees).toEqual(train({}, dtrain, options).trees);
  });

  test('and there is none of that name', () => {
    expect(() => train({ monotone_constraints: { spend: 1 } }, dtrain, { numBoostRound: 1 })).toThrow(
      'parameter monotone_constraints: found spend, expected a feature of dtrain; check the spelling',
    );
  });
});

describe('early stopping', () => {
  // One feature, one leaf value a side: with label 1 to fit and evaluation label 0.5 to meet, the margin passes 0.5 on its way
  // to 1. After r rounds at eta = 0.2 and lambda = 0 it is 1 - 0.8^r: RMSE |0.5 - 0.8^r| falls to 0.0096 at r = 3, then rises.
  const one = { columns: [Float32Array.of(1)], featureNames: ['x'], numRow: 1 };
  const params = { eta: 0.2, lambda: 0, base_score: 0 } as const;
  const dtrain = { ...one, label: Float32Array.of(1) };
  const evalSet = { ...one, label: Float32Array.of(0.5) };

  test('stops after as many rounds without improvement as it was given', () => {
    const booster = train(params, dtrain, { numBoostRound: 50, evalSet, earlyStoppingRounds: 4 });
    const expected = [0.3, 0.14, 0.012, 0.0904, 0.17232, 0.237856, 0.2902848];
    expect(booster.evalHistory.map((rmse) => Number(rmse.toFixed(6)))).toEqual(
      expected.map((x) => Number(x.toFixed(6))),
    );
    expect(booster.bestIteration).toBe(2);
  });

  test('predicts with the trees up to the best round', () => {
    const stopped = train(params, dtrain, { numBoostRound: 50, evalSet, earlyStoppingRounds: 4 });
    const short = train(params, dtrain, { numBoostRound: 3 });
    expect(predictMargin(stopped, dtrain)).toEqual(predictMargin(short, dtrain));
  });

  test('without patience the history is kept and every tree predicts', () => {
    const booster = train(params, dtrain, { numBoostRound: 8, evalSet });
    expect(booster.evalHistory).toHaveLength(8);
    expect(booster.bestIteration).toBeUndefined();
    expect(predictMargin(booster, dtrain)[0]).toBeCloseTo(1 - 0.8 ** 8, 6);
  });

  test('watches weighted log loss for binary:logistic', () => {
    const weighted = {
      columns: [Float32Array.of(1, 1)],
      featureNames: ['x'],
      numRow: 2,
      label: Float32Array.of(1, 0),
      weight: Float32Array.of(3, 1),
    };
    // Nothing to split on and a base score at the mean label: the probability stays 0.75.
    const { evalHistory } = train(LOGISTIC, weighted, { numBoostRound: 1, evalSet: weighted });
    expect(evalHistory[0]).toBeCloseTo(-(3 * Math.log(0.75) + Math.log(0.25)) / 4, 6);
  });
});

describe('does not depend on', () => {
  const value = fc.option(fc.integer({ min: -20, max: 20 }), { nil: Number.NaN, freq: 6 });
  const rows = fc.array(fc.record({ x: value, y: value, label: fc.constantFrom(0, 1) }), {
    minLength: 2,
    maxLength: 60,
  });
  const params: Partial<TrainParams> = { ...LOGISTIC, max_depth: 3, min_child_weight: 0.1 };
  const options = { numBoostRound: 4 };
  type Row = { x: number; y: number; label: number };
  const toMatrix = (records: readonly Row[]): DMatrix => ({
    columns: [Float32Array.from(records, (r) => r.x), Float32Array.from(records, (r) => r.y)],
    featureNames: ['x', 'y'],
    numRow: records.length,
    label: Float32Array.from(records, (r) => r.label),
  });

  test('the scale of a feature: a monotone transform leaves training predictions unchanged', () => {
    fc.assert(
      fc.property(rows, (records) => {
        const plain = toMatrix(records);
        const cubed = toMatrix(records.map((r) => ({ ...r, x: r.x ** 3 + 5 })));
        expect(predictMargin(train(params, cubed, options), cubed)).toEqual(
          predictMargin(train(params, plain, options), plain),
        );
      }),
      { seed: 21 },
    );
  });

  test('the order of rows: the trees are the same to the last bit', () => {
    fc.assert(
      fc.property(rows, (records) => {
        const forwards = train(params, toMatrix(records), options);
        const backwards = train(params, toMatrix(records.toReversed()), options);
        expect(backwards.trees).toEqual(forwards.trees);
      }),
      { seed: 22 },
    );
  });

  test('how weight is written: weight 2 is the row given twice', () => {
    fc.assert(
      fc.property(rows, (records) => {
        const weight = Float32Array.from(records, (_, i) => 1 + (i % 2));
        const weighted = train(params, { ...toMatrix(records), weight }, options);
        const repeated = train(params, toMatrix(records.flatMap((r, i) => Array<Row>(weight[i]).fill(r))), options);
        expect(weighted.trees).toEqual(repeated.trees);
      }),
      { seed: 23 },
    );
  });

  test('what came before: the same call gives the same booster, and fewer rounds its first trees', () => {
    const dtrain = matrixOf(uniform(5, 300, 3), ([x0, x1]) => (x0 > x1 ? 1 : 0));
    const sampled = { ...params, subsample: 0.6, colsample_bytree: 0.5, seed: 9 };
    const long = train(sampled, dtrain, { numBoostRound: 6 });
    expect(train(sampled, dtrain, { numBoostRound: 6 })).toEqual(long);
    expect(train(sampled, dtrain, { numBoostRound: 2 }).trees).toEqual(long.trees.slice(0, 2));
    expect(train({ ...sampled, seed: 10 }, dtrain, { numBoostRound: 2 }).trees).not.toEqual(long.trees.slice(0, 2));
  });
});

test('margins kept while training are those that predicting gives, rows outside the sample included', () => {
  const dtrain = matrixOf(uniform(3, 500, 4), ([x0]) => (x0 > 0.5 ? 1 : 0));
  const options = { numBoostRound: 5, evalSet: dtrain };
  const { evalHistory, ...booster } = train({ ...LOGISTIC, subsample: 0.5 }, dtrain, options);
  const margins = predictMargin({ ...booster, evalHistory }, dtrain);
  const logLoss = margins.map((margin, row) => Math.log1p(Math.exp(dtrain.label?.[row] === 1 ? -margin : margin)));
  expect(logLoss.reduce((sum, loss) => sum + loss, 0) / 500).toBeCloseTo(evalHistory[4], 5);
});

test('scale_pos_weight is a weight on the rows of label 1', () => {
  const dtrain = matrixOf(uniform(2, 100, 5), ([x0]) => (x0 > 0.7 ? 1 : 0));
  const weight = dtrain.label?.map((label) => (label === 1 ? 4 : 1)) as Float32Array;
  const scaled = train({ ...LOGISTIC, scale_pos_weight: 4 }, dtrain, { numBoostRound: 3 });
  expect(train(LOGISTIC, { ...dtrain, weight }, { numBoostRound: 3 }).trees).toEqual(scaled.trees);
});

test('keeps a finite margin when every label is the same', () => {
  const dtrain = matrixOf(uniform(1, 10, 6), () => 1);
  const [probability] = predictProbability(train(LOGISTIC, dtrain, { numBoostRound: 2 }), dtrain);
  expect(probability).toBeGreaterThan(0.999);
});

test('labels and weights that are taken give finite margins that are written and read', () => {
  const magnitude = fc.double({ min: -3, max: 38, noNaN: true }).map((power) => 10 ** power);
  const rows = fc.array(fc.record({ x: fc.integer({ min: 0, max: 3 }), label: magnitude, weight: magnitude }), {
    minLength: 2,
    maxLength: 20,
  });
  const taking = ['reg:squarederror', 'reg:quantileerror', 'count:poisson', 'reg:tweedie'] as const;
  let taken = 0;
  fc.assert(
    fc.property(rows, fc.constantFrom(...taking), (records, objective) => {
      const dtrain = {
        columns: [Float32Array.from(records, ({ x }) => x)],
        featureNames: ['x'],
        numRow: records.length,
        label: Float32Array.from(records, ({ label }) => label),
        weight: Float32Array.from(records, ({ weight }) => weight),
      };
      const level = objective === 'reg:quantileerror' ? { quantile_alpha: 0.7 } : {};
      const grow = () => train({ objective, ...level }, dtrain, { numBoostRound: 3 });
      let booster: Booster;
      try {
        booster = grow();
      } catch (refusal) {
        expect((refusal as Error).message).toMatch(/^dtrain: (label|weight)/);
        return;
      }
      taken += 1;
      expect(predictMargin(booster, dtrain).every(Number.isFinite)).toBe(true);
      expect(fromXgboostJson(toXgboostJson(booster)).trees).toEqual(booster.trees);
    }),
    { seed: 24 },
  );
  expect(taken).toBeGreaterThan(5);
});

describe('says what is wrong with its input', () => {
  const dtrain = matrixOf([Float32Array.of(1, 2)], ([x]) => x - 1);
  const options = { numBoostRound: 1 };

  test.each<[string, Partial<TrainParams>, DMatrix, string]>([
    [
      'a column of another length',
      {},
      { ...dtrain, numRow: 3 },
      'dtrain: column f0: found 2 values, expected 3; slice it',
    ],
    ['an unnamed column', {}, { ...dtrain, featureNames: [] }, 'dtrain: found 1 columns and 0 feature names'],
    ['no columns', {}, { ...dtrain, columns: [], featureNames: [] }, 'dtrain: found no columns, expected at least 1'],
    ['no label', {}, withoutLabel(dtrain), 'dtrain: found no label, expected 2 values; set label'],
    [
      'a label of another length',
      {},
      { ...dtrain, label: Float32Array.of(1) },
      'dtrain: label: found 1 values, expected 2',
    ],
    [
      'a missing label',
      {},
      { ...dtrain, label: Float32Array.of(1, NaN) },
      'dtrain: label: found NaN at row 1, expected a finite',
    ],
    [
      'a class that is not 0 or 1',
      LOGISTIC,
      { ...dtrain, label: Float32Array.of(1, 2) },
      'dtrain: label: found 2 at row 1, expected a number from 0 to 1',
    ],
    ['a negative weight', {}, { ...dtrain, weight: Float32Array.of(1, -1) }, 'dtrain: weight: found -1 at row 1'],
    ['no weight at all', {}, { ...dtrain, weight: Float32Array.of(0, 0) }, 'dtrain: weight: found only zeros'],
    [
      'a base score that is no probability',
      { ...LOGISTIC, base_score: 1 },
      dtrain,
      'parameter base_score: found 1, expected a probability in (0, 1)',
    ],
  ])('%s', (_, params, matrix, message) => {
    expect(() => train(params, matrix, options)).toThrow(message);
  });

  test.each<[string, Partial<TrainParams>, object, string]>([
    [
      'infinity',
      {},
      { columns: [Float32Array.of(1, Infinity)] },
      'dtrain: column f0: found Infinity at row 1, expected a finite',
    ],
    [
      'a column as a plain array',
      {},
      { columns: [[1, 2]] },
      'dtrain: column f0: found values of kind Array, expected Float32Array',
    ],
    ['an integer column', {}, { columns: [Int32Array.of(1, 2)] }, 'column f0: found values of kind Int32Array'],
    ['labels as a plain array', {}, { label: [0, 1] }, 'dtrain: label: found values of kind Array'],
    ['weights in double', {}, { weight: Float64Array.of(1, 1) }, 'dtrain: weight: found values of kind Float64Array'],
    [
      'a name with <',
      {},
      { featureNames: ['a<b'] },
      'dtrain: found feature name "a<b" at position 0, expected one that is not',
    ],
    ['a name with [', {}, { featureNames: ['c[0'] }, 'found feature name "c[0" at position 0'],
    ['a name with ]', {}, { featureNames: ['c0]'] }, 'found feature name "c0]" at position 0'],
    ['an empty name', {}, { featureNames: [''] }, 'found feature name "" at position 0'],
    [
      'a name twice',
      {},
      { columns: [dtrain.columns[0], dtrain.columns[0]], featureNames: ['x', 'x'] },
      'found feature name "x" at position 1',
    ],
    [
      'a base score beyond float32',
      { base_score: 1e40 },
      {},
      'parameter base_score: found 1e+40, expected a finite float32',
    ],
    [
      'a base score whose square is',
      { base_score: 1e20 },
      {},
      'dtrain: label: found 1 at row 1 and base score 100000002004087730000',
    ],
    [
      'a label whose square is',
      {},
      { label: Float32Array.of(0, 1e30) },
      'dtrain: label: found 1.0000000150474662e+30 at row 1 and base',
    ],
    [
      'a weight near the end of float32',
      {},
      { weight: Float32Array.of(1, 3e38) },
      'dtrain: weight, times scale_pos_weight: found 3.0000000054977558e+38 at row 1',
    ],
    [
      'a weight made so by scale_pos_weight',
      { ...LOGISTIC, scale_pos_weight: 1e39 },
      {},
      'found Infinity at row 1, expected a sum of at most 1e+30',
    ],
  ])('%s', (_, params, changed, message) => {
    expect(() => train(params, { ...dtrain, ...changed } as DMatrix, options)).toThrow(message);
  });

  test('infinity in an evaluation set', () => {
    const evalSet = { ...dtrain, columns: [Float32Array.of(-Infinity, 2)] };
    expect(() => train({}, dtrain, { numBoostRound: 1, evalSet })).toThrow(
      'evalSet: column f0: found -Infinity at row 0',
    );
  });

  test('early stopping with nothing to watch', () => {
    expect(() => train({}, dtrain, { numBoostRound: 1, earlyStoppingRounds: 3 })).toThrow(
      'earlyStoppingRounds: found no evalSet to watch, expected one',
    );
  });

  test('an evaluation set with other features', () => {
    const evalSet = { ...dtrain, featureNames: ['other'] };
    expect(() => train({}, dtrain, { numBoostRound: 1, evalSet })).toThrow('found other at position 0, expected f0');
  });
});

/** Seeded uniform columns, so that each test sees the same data everywhere. */
function uniform(numFeature: number, numRow: number, seed: number): Float32Array[] {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' linear congruential generator
    return (state >>> 8) / 2 ** 24;
  };
  return Array.from({ length: numFeature }, () => Float32Array.from({ length: numRow }, next));
}

function matrixOf(columns: Float32Array[], rule: (row: number[]) => number): DMatrix {
  const numRow = columns[0].length;
  const label = Float32Array.from({ length: numRow }, (_, row) => rule(columns.map((column) => column[row])));
  return { columns, featureNames: columns.map((_, i) => `f${i}`), numRow, label };
}

function withoutLabel({ columns, featureNames, numRow }: DMatrix): DMatrix {
  return { columns, featureNames, numRow };
}

function accuracy(booster: Booster, matrix: DMatrix): number {
  const hits = predictProbability(booster, matrix).filter((p, row) => p > 0.5 === (matrix.label?.[row] === 1));
  return hits.length / matrix.numRow;
}
