import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binProbabilities } from '../../src/index.ts';
import { forecasts, label, probability, schemes } from '../reference/forecasts.ts';

describe('probability bins', () => {
  // from sklearn.calibration import calibration_curve; calibration_curve(label, probability, n_bins=4, strategy='uniform')
  test('of equal width match sklearn, with 0 in the first bin and (a, b] after it', () => {
    const { bins } = binProbabilities(label, probability, { kind: 'equal-width', bins: 4 });
    expect(bins.map((bin) => bin.observedRate)).toEqual([0, 2 / 3, 0, 1]);
    expect(bins.map((bin) => bin.meanPredicted)).toEqual([0.05, expect.closeTo(0.3833333333333333, 14), 0.7, 0.9]);
  });

  // calibration_curve(skewedLabel, skewed, n_bins=3 and then 5, strategy='quantile')
  test('of equal mass match sklearn, equal probabilities sharing a bin', () => {
    const skewed = [0.01, 0.01, 0.01, 0.02, 0.02, 0.03, 0.05, 0.08, 0.2, 0.6, 0.9];
    const skewedLabel = [0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 1];
    const three = binProbabilities(skewedLabel, skewed, { kind: 'equal-mass', bins: 3 });
    expect(three.bins.map((bin) => bin.observedRate)).toEqual([0.2, 0.5, 0.5]);
    expect([...three.binOf]).toEqual([0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2]);
    const five = binProbabilities(skewedLabel, skewed, { kind: 'equal-mass', bins: 5 });
    expect(five.bins.map((bin) => bin.observedRate)).toEqual([1 / 3, 0, 0.5, 0, 1]);
    const means = [0.01, 0.02, 0.04, 0.14, 0.75];
    five.bins.forEach((bin, i) => {
      expect(bin.meanPredicted).toBeCloseTo(means[i], 14);
    });
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
