import fc from 'fast-check';
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

  test.each([
    ['two in three', [1, 0, 1], undefined, Math.log(2)],
    ['two in three by weight', [1, 0], [2, 1], Math.log(2)],
    ['all of one class: the softened target 4/5', [1, 1, 1], undefined, Math.log(4)],
    ['none: the softened target 1/5', [0, 0, 0], undefined, -Math.log(4)],
  ])('of one margin is the logit of the rate: %s', (_, labels, weights, intercept) => {
    const constant = labels.map(() => 3);
    const fitted = fitPlatt(constant, labels, { weight: weights });
    expect(fitted).toEqual({ method: 'platt', slope: 0, intercept: expect.closeTo(intercept, 12) });
    expect(fitPlatt([...constant, 9], [...labels, 1], { weight: [...(weights ?? labels.map(() => 1)), 0] })).toEqual(
      fitted,
    );
  });

  test('is finite whatever the rows', () => {
    const row = fc.record({
      margin: fc.oneof(fc.double({ min: -1e30, max: 1e30, noNaN: true }), fc.constantFrom(0, 1, 1 + 1e-13, 40)),
      label: fc.integer({ min: 0, max: 1 }),
      weight: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        fc.pre(rows.some(({ weight }) => weight > 0));
        const [margins, labels, weights] = [
          rows.map((one) => one.margin),
          rows.map((one) => one.label),
          rows.map((one) => one.weight),
        ];
        const { slope, intercept } = fitPlatt(margins, labels, { weight: weights });
        expect([slope, intercept].every(Number.isFinite)).toBe(true);
      }),
    );
    expect(() => fitPlatt([1, 2], [0, 1], { weight: [0, 0] })).toThrow('fitPlatt: none of 2 rows has weight');
  });

  test('stays finite on separated classes', () => {
    const { slope } = fitPlatt([-2, -1, 1, 2], [0, 0, 1, 1]);
    expect(slope).toBeGreaterThan(0);
    expect(slope).toBeLessThan(3);
  });
});
