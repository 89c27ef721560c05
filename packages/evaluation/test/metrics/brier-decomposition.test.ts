import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brierDecomposition } from '../../src/index.ts';
import { forecasts, schemes } from '../reference/forecasts.ts';

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
