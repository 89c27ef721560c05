import { expect, test } from 'vitest';
import { explainRidge, predictRidge } from '../../src/index.ts';

test('base and effects add up to the prediction, and a missing value adds nothing', () => {
  const model = {
    intercept: 2,
    inputs: [
      { name: 'a', mean: 1, coefficient: 0.5 },
      { name: 'b', mean: 10, coefficient: -0.1 },
    ],
  };
  const columns = [
    [3, 1, Number.NaN],
    [10, 20, 30],
  ];
  const { base, effects, values } = explainRidge(model, columns, Uint32Array.of(2, 0));
  expect(base).toBe(2);
  expect(effects.map((row) => [...row])).toEqual([
    [0, -2],
    [1, -0],
  ]);
  expect(values[1]).toEqual(Float64Array.of(3, 10));
  const predicted = predictRidge(model, columns);
  expect([predicted[2], predicted[0]]).toEqual([0, 3]);
});
