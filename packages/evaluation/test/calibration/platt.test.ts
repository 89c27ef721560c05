import { describe, expect, test } from 'vitest';
import { fitPlatt } from '../../src/index.ts';
import { label, margin, weight } from '../reference/ten-margins.ts';

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
