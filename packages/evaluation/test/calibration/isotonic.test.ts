import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyCalibrator, fitIsotonic, meanKnown, sigmoid, weightedMean } from '../../src/index.ts';
import { isotonicMinMax } from '../reference/isotonic-min-max.ts';
import { seededNormal, seededUniform } from '../reference/seeded-random.ts';
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
  // by hand: blocks of value 0 (2 rows) and 1 (4 rows); shares 1/3 and 1/5; centre (4/5) / (2/3 + 4/5) = 6/11
  test('gives every block one more row, at the centre that keeps the mean', () => {
    const calibrator = fitIsotonic([1, 2, 3, 4, 5, 6], [0, 0, 1, 1, 1, 1]);
    expect(calibrator.margins).toEqual([1, 2, 3, 6]);
    const [low, , high] = calibrator.probabilities;
    expect(low).toBeCloseTo(6 / 11 / 3, 14);
    expect(high).toBeCloseTo((4 + 6 / 11) / 5, 14);
    expect((2 * low + 4 * high) / 6).toBeCloseTo(4 / 6, 14);
  });

  test('its mean forecast of the fitting rows is their mean label, whatever the rows and weights', () => {
    fc.assert(
      fc.property(weightedRows, (rows) => {
        const label = rows.map((row) => row.label);
        fc.pre(label.includes(0) && label.includes(1)); // of one class alone the mean label is 0 or 1, which is never said
        const margin = rows.map((row) => row.margin);
        const weight = rows.map((row) => row.weight);
        const forecast = applyCalibrator(fitIsotonic(margin, label, { weight }), margin);
        const mean = (of: ArrayLike<number>) => weightedMean(rows.length, (row) => of[row], weight);
        expect(mean(forecast)).toBeCloseTo(mean(label), 12);
      }),
    );
  });

  test('is right on average for fresh rows of rare events, fitted on 1,700', () => {
    const uniform = seededUniform(5);
    const normal = seededNormal(uniform);
    const draw = (rows: number) => Float64Array.from({ length: rows }, () => 1.3 * normal() - 3.5);
    const ratios = Array.from({ length: 40 }, () => {
      const margin = draw(1700);
      const calibrator = fitIsotonic(
        margin,
        margin.map((one) => Number(uniform() < sigmoid(one))),
      );
      const fresh = draw(2000);
      return meanKnown(applyCalibrator(calibrator, fresh)) / meanKnown(fresh.map(sigmoid));
    });
    // Each ratio has a standard deviation near 1/√85 positives; their mean one near 0.02. Half a positive a block gave 1.05.
    expect(Math.abs(meanKnown(ratios) - 1)).toBeLessThan(0.03);
  });

  test('refuses a margin without a place on the line, fitting and applying', () => {
    expect(() => fitIsotonic([-Infinity, 1, 2, 0], [0, 1, 1, 0])).toThrow('fitIsotonic: margin of row 0 is -Infinity');
    const fitted = fitIsotonic([1, 2], [0, 1]);
    expect(() => applyCalibrator(fitted, [0, Number.NaN])).toThrow('applyCalibrator: margin of row 1 is NaN');
    expect(() => fitIsotonic([1, 2], [0, 1], { weight: [0, 0] })).toThrow('none of 2 rows has weight');
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
