import { describe, expect, test } from 'vitest';
import {
  averagePrecision,
  brierDecomposition,
  brierScore,
  calibrationSlope,
  expectedCalibrationError,
  fitIsotonic,
  fitLogisticRegression,
  fitPlatt,
  lift,
  logLoss,
  ndcgAtK,
  pinballLoss,
  precisionAtK,
  precisionRecallCurve,
  predictLogistic,
  priceQueues,
  reliabilityDiagram,
  resampleAveragePrecision,
  rocAuc,
  sensitivitySweep,
  weightedMean,
} from '../../src/index.ts';

interface Rows {
  readonly label: readonly number[];
  readonly value: readonly number[];
  readonly weight: readonly number[];
}

const sound: Rows = { label: [0, 1, 0, 1], value: [0.1, 0.4, 0.5, 0.8], weight: [1, 2, 1, 1] };
const scheme = { kind: 'equal-mass', bins: 2 } as const;
const cluster = Int32Array.of(0, 1, 2, 3);

/** Everything that takes a label, a score or probability, and a weight. */
const measures: Readonly<Record<string, (rows: Rows) => unknown>> = {
  averagePrecision: ({ label, value, weight }) => averagePrecision(label, value, weight),
  brierDecomposition: ({ label, value, weight }) => brierDecomposition(label, value, scheme, weight),
  brierScore: ({ label, value, weight }) => brierScore(label, value, weight),
  calibrationSlope: ({ label, value, weight }) => calibrationSlope({ label, probability: value, weight }),
  expectedCalibrationError: ({ label, value, weight }) => expectedCalibrationError(label, value, scheme, weight),
  fitIsotonic: ({ label, value, weight }) => fitIsotonic(value, label, { weight }),
  fitLogisticRegression: ({ label, weight }) => fitLogisticRegression([sound.value], ['x'], label, { weight }),
  fitPlatt: ({ label, value, weight }) => fitPlatt(value, label, { weight }),
  lift: ({ label, value, weight }) => lift(label, value, [0.5], weight),
  logLoss: ({ label, value, weight }) => logLoss(label, value, weight),
  precisionAtK: ({ label, value, weight }) => precisionAtK({ label, score: value, group: [1, 1, 2, 2], weight }, 1),
  precisionRecallCurve: ({ label, value, weight }) => precisionRecallCurve(label, value, { weight }),
  reliabilityDiagram: ({ label, value, weight }) => reliabilityDiagram(label, value, { scheme, weight }),
  resampleAveragePrecision: ({ label, value, weight }) =>
    resampleAveragePrecision({ label, score: value, weight, cluster })(Int32Array.of(1, 1, 1, 1)),
  rocAuc: ({ label, value, weight }) => rocAuc(label, value, weight),
};

describe.each(Object.entries(measures))('%s', (name, measure) => {
  test('takes sound rows', () => {
    expect(() => measure(sound)).not.toThrow();
  });

  test.each([
    ['a weight of NaN', { weight: [1, NaN, 1, 1] }, 'weight of row 1 is NaN, expected a finite number of at least 0'],
    ['a negative weight', { weight: [1, 1, -1, 1] }, 'weight of row 2 is -1'],
    ['an infinite weight', { weight: [1, 1, 1, Infinity] }, 'weight of row 3 is Infinity'],
    ['a label of NaN, even of weight 0', { label: [NaN, 1, 0, 1], weight: [0, 1, 1, 1] }, 'label of row 0 is NaN'],
    ['a label that is no class', { label: [0, 2, 0, 1] }, 'label of row 1 is 2, expected a number from 0 to 1'],
    ['a score of NaN', { value: [0.1, 0.4, NaN, 0.8] }, 'of row 2 is NaN'],
  ])('refuses %s', (_, odd, message) => {
    if (name === 'fitLogisticRegression' && 'value' in odd) return; // there NaN is missing
    expect(() => measure({ ...sound, ...odd })).toThrow(message);
  });
});

describe('others refuse what makes no number', () => {
  const { label, value } = sound;
  test.each<[string, () => unknown, string]>([
    ['a probability beyond 1', () => brierScore(label, [0.1, 0.2, 1.2, 0]), 'probability of row 2 is 1.2'],
    ['a forecast of NaN', () => pinballLoss([1, 2], [1, NaN], 0.5), 'pinballLoss: predicted of row 1 is NaN'],
    [
      'an unknown relevance',
      () => ndcgAtK({ relevance: [1, NaN], score: [1, 2], group: [1, 1] }, 1),
      'relevance of row 1',
    ],
    [
      'a relevance of 2^10',
      () => ndcgAtK({ relevance: [1024], score: [1], group: [1] }, 1),
      'relevance of row 0 is 1024',
    ],
    [
      'a group without a number',
      () => ndcgAtK({ relevance: [1], score: [1], group: [NaN] }, 1),
      'group of row 0 is NaN',
    ],
    ['a mean of weights below 0', () => weightedMean(2, () => 1, [2, -1]), 'weightedMean: weight of row 1 is -1'],
    [
      'an infinite input, in training',
      () => fitLogisticRegression([[1, 2, Infinity, 4]], ['spend'], label),
      'fitLogisticRegression: column spend is Infinity at row 2; clip it, or use NaN for missing',
    ],
    [
      'an infinite input, in prediction',
      () => predictLogistic(fitLogisticRegression([value], ['weight'], label), [[-Infinity]]),
      'predictLogistic: column weight is -Infinity at row 0',
    ],
    [
      'a queue of unknown worth',
      () =>
        priceQueues(
          [{ name: 'model', role: 'model', rows: Uint32Array.of(0) }],
          { value: [NaN, 1], cost: 1 },
          { cluster: Int32Array.of(0, 1), seed: 7, replicates: 10 },
        ),
      'is NaN',
    ],
    [
      'a policy of unknown worth',
      () => sensitivitySweep({ prices: { call: 5 }, policies: { ask: () => NaN } }),
      'ask nets NaN',
    ],
  ])('%s', (_, measure, message) => {
    expect(measure).toThrow(message);
  });
});
