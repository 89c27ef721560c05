import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BinScheme,
  binProbabilities,
  brierDecomposition,
  brierScore,
  expectedCalibrationError,
  logLoss,
  pinballLoss,
} from '../../src/index.ts';

const label = [0, 1, 0, 1, 1, 0, 0, 1];
const probability = [0.1, 0.4, 0.35, 0.8, 0.4, 0, 0.7, 1];
const weight = [1, 2, 1, 0.5, 3, 1, 2, 1];

const forecasts = fc
  .array(
    fc.record({
      label: fc.integer({ min: 0, max: 1 }),
      probability: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
      weight: fc.integer({ min: 1, max: 40 }).map((quarters) => quarters / 4),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((rows) => ({
    label: rows.map((row) => row.label),
    probability: rows.map((row) => row.probability),
    weight: rows.map((row) => row.weight),
  }));

const schemes = fc.record<BinScheme>({
  kind: fc.constantFrom('equal-mass', 'equal-width'),
  bins: fc.integer({ min: 1, max: 15 }),
});

// from sklearn.metrics import log_loss, brier_score_loss, mean_pinball_loss  (scikit-learn 1.9.1)
describe('scores of single forecasts', () => {
  // log_loss(label, probability), log_loss(label, probability, sample_weight=weight), log_loss([0, 1], [1.0, 1.0])
  test('log loss matches sklearn, certain forecasts included', () => {
    expect(logLoss(label, probability)).toBeCloseTo(0.4744801563923421, 13);
    expect(logLoss(label, probability, weight)).toBeCloseTo(0.6640969109069593, 13);
    expect(logLoss([0, 1], [1, 1])).toBeCloseTo(18.021826694558577, 12);
  });

  // brier_score_loss(label, probability), brier_score_loss(label, probability, sample_weight=weight)
  test('the Brier score matches sklearn', () => {
    expect(brierScore(label, probability)).toBeCloseTo(0.1728125, 14);
    expect(brierScore(label, probability, weight)).toBeCloseTo(0.255, 14);
  });

  // mean_pinball_loss([3, 5, 2, 8], [2, 6, 2, 5], alpha=0.9), and with sample_weight=[1, 2, 3, 4]
  test('pinball loss matches sklearn', () => {
    expect(pinballLoss([3, 5, 2, 8], [2, 6, 2, 5], 0.9)).toBeCloseTo(0.925, 14);
    expect(pinballLoss([3, 5, 2, 8], [2, 6, 2, 5], 0.9, [1, 2, 3, 4])).toBeCloseTo(1.19, 14);
  });

  test('pinball loss at ½ is half the absolute error', () => {
    expect(pinballLoss([3, 5], [2, 9], 0.5)).toBe((1 + 4) / 2 / 2);
  });

  test('small terms survive beside large ones', () => {
    const rows = 100_000;
    const actual = new Float64Array(rows).fill(1e-4);
    actual[0] = 1e12;
    expect(pinballLoss(actual, new Float64Array(rows), 1) * rows - 1e12).toBeCloseTo(9.9999, 3);
  });

  test('rows that weigh nothing are an error, not NaN', () => {
    expect(() => brierScore([1], [0.5], [0])).toThrow('weights sum to 0');
  });
});

describe('probability bins', () => {
  // from sklearn.calibration import calibration_curve; calibration_curve(label, probability, n_bins=4, strategy='uniform')
  test('of equal width match sklearn, with 0 in the first bin and (a, b] after it', () => {
    const { bins } = binProbabilities(label, probability, { kind: 'equal-width', bins: 4 });
    expect(bins.map((bin) => bin.observedRate)).toEqual([0, 2 / 3, 0, 1]);
    expect(bins.map((bin) => bin.meanPredicted)).toEqual([0.05, expect.closeTo(0.3833333333333333, 14), 0.7, 0.9]);
  });

  // calibration_curve(label, probability, n_bins=4, strategy='quantile')
  test('of equal mass match sklearn, equal probabilities sharing a bin', () => {
    const { bins, binOf } = binProbabilities(label, probability, { kind: 'equal-mass', bins: 4 });
    expect(bins.map((bin) => bin.observedRate)).toEqual([0, 2 / 3, 0, 1]);
    expect([...binOf]).toEqual([0, 1, 1, 3, 1, 0, 2, 3]);
  });

  test('empty bins are dropped', () => {
    const { bins } = binProbabilities([0, 1], [0.01, 0.99], { kind: 'equal-width', bins: 15 });
    expect(bins.map((bin) => bin.rows)).toEqual([1, 1]);
  });

  test('a common factor in the weights changes no bin', () => {
    fc.assert(
      fc.property(forecasts, schemes, (rows, scheme) => {
        const threes = rows.label.map(() => 3);
        const weighted = binProbabilities(rows.label, rows.probability, scheme, threes);
        expect(weighted.binOf).toEqual(binProbabilities(rows.label, rows.probability, scheme).binOf);
      }),
    );
  });

  test('hold every row once, and their means average to the mean of all', () => {
    fc.assert(
      fc.property(forecasts, schemes, (rows, scheme) => {
        const { bins } = binProbabilities(rows.label, rows.probability, scheme, rows.weight);
        expect(bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(rows.label.length);
        const sum = bins.reduce((total, bin) => total + bin.weight * bin.meanPredicted, 0);
        expect(sum).toBeCloseTo(
          rows.probability.reduce((total, p, row) => total + rows.weight[row] * p, 0),
          9,
        );
      }),
    );
  });
});

describe('Brier decomposition', () => {
  test('five terms add up to the score to 1e-12, whatever the bins and weights', () => {
    fc.assert(
      fc.property(forecasts, schemes, (rows, scheme) => {
        const terms = brierDecomposition(rows.label, rows.probability, scheme, rows.weight);
        const sum =
          terms.reliability -
          terms.resolution +
          terms.uncertainty +
          terms.withinBinVariance -
          terms.withinBinCovariance;
        expect(Math.abs(sum - terms.brier)).toBeLessThan(1e-12);
      }),
    );
  });

  test('three terms are enough when forecasts are equal in every bin', () => {
    const terms = brierDecomposition([0, 1, 1, 1], [0.2, 0.2, 0.8, 0.8], { kind: 'equal-width', bins: 5 });
    expect(terms.withinBinVariance).toBeCloseTo(0, 15);
    expect(terms.withinBinCovariance).toBeCloseTo(0, 15);
    expect(terms.reliability - terms.resolution + terms.uncertainty).toBeCloseTo(terms.brier, 15);
  });
});

describe('expected calibration error', () => {
  // by hand from the four bins above: 2/8 · 0.05 + 3/8 · 0.28333 + 1/8 · 0.7 + 2/8 · 0.1
  test('averages the gaps of the bins by their weight', () => {
    const error = expectedCalibrationError(label, probability, { kind: 'equal-width', bins: 4 });
    expect(error.expected).toBeCloseTo(0.23125, 14);
    expect(error.maximum).toBeCloseTo(0.7, 14);
    expect(error.signed).toBeCloseTo(3.75 / 8 - 4 / 8, 14);
  });

  test('is at least the signed error and at most the largest gap', () => {
    fc.assert(
      fc.property(forecasts, schemes, (rows, scheme) => {
        const error = expectedCalibrationError(rows.label, rows.probability, scheme, rows.weight);
        expect(Math.abs(error.signed)).toBeLessThanOrEqual(error.expected + 1e-12);
        expect(error.expected).toBeLessThanOrEqual(error.maximum + 1e-12);
      }),
    );
  });

  test('names its bins, ten of equal mass unless told otherwise', () => {
    expect(expectedCalibrationError(label, probability).scheme).toEqual({ kind: 'equal-mass', bins: 10 });
  });
});
