import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  applyCalibrator,
  type Calibrator,
  fitIsotonic,
  fitPlatt,
  type logLoss,
  type Margins,
  type Probabilities,
  sigmoid,
} from '../../src/index.ts';
import { isotonicMinMax } from '../reference/isotonic-min-max.ts';

const margin = [-2, -1, -1, 0, 0.5, 1, 1.5, 2, 3, 3.5];
const label = [0, 1, 0, 0, 1, 1, 0, 1, 1, 1];
const weight = [1, 1, 2, 1, 3, 1, 2, 1, 1, 1];

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

describe('Platt', () => {
  // Newton's method in numpy on the softened targets; sklearn.calibration._sigmoid_calibration(margin, label) stops at
  // (-0.5065814530432419, -0.058407980638502166) and, with weights, (-0.5267015331503769, 0.019094972571136692)
  test('matches sklearn up to its signs and its tolerance, with and without weights', () => {
    const plain = fitPlatt(margin, label);
    expect(plain.slope).toBeCloseTo(0.50658145, 6);
    expect(plain.intercept).toBeCloseTo(0.05840799, 6);
    const weighted = fitPlatt(margin, label, { weight });
    expect(weighted.slope).toBeCloseTo(0.52670153, 6);
    expect(weighted.intercept).toBeCloseTo(-0.01909493, 6);
  });

  test('stays finite on separated classes', () => {
    const { slope } = fitPlatt([-2, -1, 1, 2], [0, 0, 1, 1]);
    expect(slope).toBeGreaterThan(0);
    expect(slope).toBeLessThan(3);
  });
});

describe('a calibrator', () => {
  test('survives JSON unchanged', () => {
    const calibrators: Calibrator[] = [fitIsotonic(margin, label), fitPlatt(margin, label), { method: 'none' }];
    for (const calibrator of calibrators) {
      const revived: Calibrator = JSON.parse(JSON.stringify(calibrator));
      expect(applyCalibrator(revived, margin)).toEqual(applyCalibrator(calibrator, margin));
    }
  });

  test('of method none is the sigmoid', () => {
    expect([...applyCalibrator({ method: 'none' }, [0, 2])]).toEqual([0.5, sigmoid(2)]);
  });

  test('turns margins into probabilities once: a second time does not compile', () => {
    const probability = applyCalibrator({ method: 'none' }, margin);
    expectTypeOf(probability).toExtend<Probabilities>();
    expectTypeOf(probability).not.toExtend<Margins>();
    expectTypeOf<Margins>().not.toExtend<Parameters<typeof logLoss>[1]>();
    expectTypeOf<Float64Array>().toExtend<Margins>();
  });
});
