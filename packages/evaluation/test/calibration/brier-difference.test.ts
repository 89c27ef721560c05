import { describe, expect, it } from 'vitest';
import { applyCalibrator, brierDifference, brierMinusNext, brierScore, fitCalibrators } from '../../src/index.ts';

const label = [1, 0, 1, 0, 0, 1];
const weight = [1, 1, 2, 1, 1, 1];
const cluster = Int32Array.of(0, 0, 1, 1, 2, 2);
const good = [0.8, 0.1, 0.7, 0.2, 0.1, 0.9];
const even = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
const options = { seed: 7, replicates: 200 };

describe('the paired difference of two Brier scores', () => {
  it('is the difference of the scores, and worse in no resample where it is worse for no row', () => {
    const { estimate, high } = brierDifference({ label, weight, cluster }, good, even, options);
    expect(estimate).toBeCloseTo(brierScore(label, good, weight) - brierScore(label, even, weight), 12);
    expect(high).toBeLessThan(0);
  });

  it('is exactly nothing of a forecast with itself', () => {
    expect(brierDifference({ label, weight, cluster }, good, good, options)).toMatchObject({
      estimate: 0,
      low: 0,
      high: 0,
    });
  });

  it('is that of the calibrator that ships and the first of another method', () => {
    const margin = Float64Array.of(2, -2, 1, -1, -2, 2);
    const { isotonic, platt, none } = fitCalibrators(margin, label, { weight });
    const rows = { label, weight, cluster, margin };
    const model = { calibrator: isotonic, alternatives: [isotonic, platt, none] };
    const [ours, next] = [isotonic, platt].map((one) => applyCalibrator(one, margin));
    expect(brierMinusNext(rows, model, options)).toEqual(brierDifference(rows, ours, next, options));
    const [, others] = [ours, applyCalibrator(isotonic, margin)];
    expect(brierMinusNext(rows, { ...model, calibrator: platt }, options)).toEqual(
      brierDifference(rows, next, others, options),
    );
  });
});
