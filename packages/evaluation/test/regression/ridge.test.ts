import { describe, expect, test } from 'vitest';
import { fitRidge, predictRidge } from '../../src/index.ts';

describe('ridge regression', () => {
  // z = ±1, so Σz² = 4 and Σzy = 4: the coefficient is 4 / (4 + l2).
  const column = [-1, 1, -1, 1];
  const target = [0, 2, 0, 2];

  test('shrinks the coefficient of a standardised column by rows / (rows + l2), and never the intercept', () => {
    const slopes = [0, 1, 4].map((l2) => fitRidge([column], ['x'], target, l2));
    expect(slopes.map(({ inputs: [{ coefficient }] }) => coefficient)).toEqual(
      [1, 0.8, 0.5].map((slope) => expect.closeTo(slope, 12)),
    );
    expect(slopes.map(({ intercept }) => intercept)).toEqual([1, 1, 1]);
  });

  test('does not depend on the unit of a column', () => {
    const inCents = column.map((value) => 100 * value + 7);
    const model = fitRidge([inCents], ['x'], target, 1);
    expect(Array.from(predictRidge(model, [inCents]))).toEqual([0.2, 1.8, 0.2, 1.8].map((y) => expect.closeTo(y, 12)));
  });

  test('finds a plane, and spreads what two equal columns share over both', () => {
    const [a, b] = [
      [1, 2, 3, 4, 5, 6],
      [2, 1, 4, 3, 6, 5],
    ];
    const plane = a.map((value, row) => 3 + 2 * value - b[row]);
    const model = fitRidge([a, b], ['a', 'b'], plane, 1e-9);
    expect(model.inputs.map(({ coefficient }) => coefficient)).toEqual([expect.closeTo(2, 6), expect.closeTo(-1, 6)]);
    const [first, second] = fitRidge([a, a], ['a', 'a again'], a, 1).inputs;
    expect(first.coefficient).toBeCloseTo(second.coefficient, 12);
  });

  test('takes a missing value for the mean of its column', () => {
    const patchy = [-1, 1, Number.NaN, -1, 1];
    const model = fitRidge([patchy], ['x'], [0, 2, 1, 0, 2], 0);
    expect(Array.from(predictRidge(model, [patchy]))).toEqual([0, 2, 1, 0, 2].map((y) => expect.closeTo(y, 12)));
  });
});
