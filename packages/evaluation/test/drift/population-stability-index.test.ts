import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { driftReference, populationStabilityIndex } from '../../src/index.ts';
import { seededUniform } from '../reference/seeded-random.ts';

const referenceOf = (values: ArrayLike<number>, bins = 10) => driftReference([values], ['x'], { bins }).columns[0];

describe('population stability index', () => {
  // numpy: edges = quantile(x, [.25, .5, .75]); shares of (−inf, 1), [1, 3.75], (3.75, 6.5], (6.5, 9.25], (9.25, 30], (30, inf),
  // missing; nextafter(1, 0) is 1 − 2⁻⁵³
  test('bins by numpy’s quantiles of the reference, and apart what lies outside', () => {
    const { edges, shares } = referenceOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30], 4);
    expect(edges).toEqual([1 - 2 ** -53, 3.75, 6.5, 9.25, 30]);
    expect(shares).toEqual([0, 0.25, 0.25, 0.25, 0.25, 0, 0]);
  });

  test.each([
    ['above a constant', [5, 5, 5, 5], [7, 7, 7, 7]],
    ['below a constant', [5, 5, 5, 5], [4.999, 4.999, 4.999, 4.999]],
    ['between two values', [0, 10, 0, 10], [5, 5, 5, 5]],
    ['above all', Array.from({ length: 100 }, (_, at) => at), Array.from({ length: 100 }, () => 200)],
    ['beyond every number', [-1, 0, 1], [Infinity, -Infinity, Infinity]],
  ])('alarms at values %s: they were never seen', (_, before, after) => {
    expect(populationStabilityIndex(referenceOf(before), after)).toBeGreaterThan(0.25);
    expect(populationStabilityIndex(referenceOf(before), before)).toBe(0);
  });

  // by hand: (0.75 − 0.5) · ln(0.75 / 0.5) + (0.25 − 0.5) · ln(0.25 / 0.5)
  test('of a flag that goes from a half to a quarter', () => {
    const reference = referenceOf([0, 0, 1, 1]);
    expect(populationStabilityIndex(reference, [0, 0, 0, 1])).toBeCloseTo(0.27465, 5);
  });

  test('sees a flag that was nearly always set', () => {
    const mostlyOn = Array.from({ length: 100 }, (_, row) => Number(row > 4));
    const halfOn = Array.from({ length: 100 }, (_, row) => row % 2);
    expect(populationStabilityIndex(referenceOf(mostlyOn), halfOn)).toBeGreaterThan(0.25);
  });

  test('missing values have a bin of their own', () => {
    const reference = referenceOf([1, 2, 3, 4]);
    expect(populationStabilityIndex(reference, [1, 2, 3, 4, Number.NaN, Number.NaN])).toBeGreaterThan(0.25);
    expect(referenceOf([Number.NaN, 1]).shares).toEqual([0, 0.5, 0, 0.5]);
    expect(populationStabilityIndex(referenceOf([Number.NaN, Number.NaN]), [1, 2])).toBeGreaterThan(0.25);
  });

  test('is zero for the reference itself, never negative, and blind to order', () => {
    const column = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(Number.NaN)), { minLength: 1 });
    fc.assert(
      fc.property(column, column, (before, after) => {
        const reference = referenceOf(before, 4);
        expect(populationStabilityIndex(reference, before.toReversed())).toBeCloseTo(0, 12);
        expect(populationStabilityIndex(reference, after)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('without drift averages (bins − 1) · (1/n + 1/m)', () => {
    const uniform = seededUniform(31);
    const draw = () => Float64Array.from({ length: 500 }, uniform);
    const indices = Array.from({ length: 300 }, () => populationStabilityIndex(referenceOf(draw()), draw()));
    const mean = indices.reduce((sum, index) => sum + index, 0) / indices.length;
    expect(mean / (9 * (1 / 500 + 1 / 500))).toBeGreaterThan(0.85);
    expect(mean / (9 * (1 / 500 + 1 / 500))).toBeLessThan(1.15);
  });

  test('the reference survives JSON, and rows without weight are an error', () => {
    const reference = driftReference([[1, 2, 3]], ['x']);
    expect(JSON.parse(JSON.stringify(reference))).toEqual(reference);
    expect(() => populationStabilityIndex(reference.columns[0], [])).toThrow('0 rows weigh 0');
    expect(driftReference([[9, 1, 9, 2, 3]], ['x'], { rows: Uint32Array.of(1, 3, 4) })).toEqual(reference);
    expect(() => driftReference([[1, Infinity]], ['x'])).toThrow('column x reaches from 1 to Infinity');
  });
});
