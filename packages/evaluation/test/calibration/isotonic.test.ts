import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyCalibrator, fitIsotonic } from '../../src/index.ts';
import { isotonicMinMax } from '../reference/isotonic-min-max.ts';
import { label, margin, weight } from '../reference/ten-margins.ts';

const weightedRows = fc.array(
  fc.record({
    margin: fc.integer({ min: -8, max: 8 }),
    label: fc.integer({ min: 0, max: 1 }),
    weight: fc.integer({ min: 1, max: 5 }),
  }),
  { minLength: 1, maxLength: 30 },
);

describe('isotonic, plain', () => {
  // from sklearn.isotonic import IsotonicRegression  (scikit-learn 1.9.1)
  // m = IsotonicRegression(out_of_bounds='clip').fit(margin, label); m.X_thresholds_, m.y_thresholds_, m.predict([-5, …, 9])
  test('matches sklearn, thresholds and predictions', () => {
    const calibrator = fitIsotonic(margin, label, { smoothed: false });
    expect(calibrator.margins).toEqual([-2, -1, 0, 0.5, 1.5, 2, 3.5]);
    expect(calibrator.probabilities).toEqual([0, 1 / 3, 1 / 3, 2 / 3, 2 / 3, 1, 1]);
    const predicted = [...applyCalibrator(calibrator, [-5, -1.5, -0.5, 0.25, 1.25, 1.75, 9])];
    const expected = [0, 0.16666666666666666, 1 / 3, 0.5, 2 / 3, 0.8333333333333333, 1];
    predicted.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 14);
    });
  });

  // the same with .fit(margin, label, sample_weight=weight)
  test('matches sklearn with weights', () => {
    const calibrator = fitIsotonic(margin, label, { smoothed: false, weight });
    expect(calibrator.margins).toEqual([-2, -1, 0, 0.5, 1.5, 2, 3.5]);
    expect(calibrator.probabilities).toEqual([0, 0.25, 0.25, 2 / 3, 2 / 3, 1, 1]);
  });

  test('equals its slow twin', () => {
    fc.assert(
      fc.property(weightedRows, (rows) => {
        const distinct = rows.map((_, row) => row);
        const labels = rows.map((row) => row.label);
        const weights = rows.map((row) => row.weight);
        const fitted = applyCalibrator(fitIsotonic(distinct, labels, { smoothed: false, weight: weights }), distinct);
        isotonicMinMax(labels, weights).forEach((expected, row) => {
          expect(fitted[row]).toBeCloseTo(expected, 12);
        });
      }),
    );
  });
});

describe('isotonic, smoothed', () => {
  test('adds half a positive and half a negative to every block', () => {
    const calibrator = fitIsotonic([1, 2, 3, 4], [0, 0, 1, 1]);
    expect(calibrator.margins).toEqual([1, 2, 3, 4]);
    expect(calibrator.probabilities).toEqual([0.5 / 3, 0.5 / 3, 2.5 / 3, 2.5 / 3]);
  });

  test('never says 0 or 1 and never falls, whatever the rows', () => {
    fc.assert(
      fc.property(weightedRows, (rows) => {
        const calibrator = fitIsotonic(
          rows.map((row) => row.margin),
          rows.map((row) => row.label),
          { weight: rows.map((row) => row.weight) },
        );
        const grid = Array.from({ length: 81 }, (_, i) => (i - 40) / 4);
        const probabilities = [...applyCalibrator(calibrator, grid)];
        expect(Math.min(...probabilities)).toBeGreaterThan(0);
        expect(Math.max(...probabilities)).toBeLessThan(1);
        expect(probabilities).toEqual(probabilities.toSorted((a, b) => a - b));
      }),
    );
  });

  test('a common factor in the weights does not make it surer', () => {
    const heavy = fitIsotonic(margin, label, { weight: label.map(() => 1000) });
    expect(heavy.probabilities).toEqual(fitIsotonic(margin, label).probabilities);
  });

  test('a pure block is surer the more rows it holds', () => {
    const pure = (rows: number) => fitIsotonic(new Float64Array(rows), new Float64Array(rows)).probabilities[0];
    expect(pure(1)).toBe(0.25);
    expect(pure(99)).toBe(0.005);
  });
});
