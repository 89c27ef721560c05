import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedCalibrationError } from '../../src/index.ts';
import { forecasts, label, probability, schemes } from '../reference/forecasts.ts';

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
