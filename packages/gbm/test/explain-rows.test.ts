import { expect, test } from 'vitest';
import { explainRows, predictMargin, train } from '../src/index.ts';

const columns = [Float32Array.of(0, 0, 1, 1, 1), Float32Array.of(7, 5, 7, 5, 7)];
const label = Float32Array.of(0, 0, 1, 1, 1);
const set = { names: ['x', 'noise'], columns };

test('explains the rows asked for, in their order, and adds up to their margins', () => {
  const dtrain = { columns, featureNames: set.names, numRow: 5, label };
  const booster = train({ min_child_weight: 0 }, dtrain, { numBoostRound: 4 });
  const { base, effects, values } = explainRows(booster, set, Uint32Array.of(3, 0));
  expect(values.map((row) => [...row])).toEqual([
    [1, 5],
    [0, 7],
  ]);
  const margins = predictMargin(booster, columns);
  const reached = effects.map((row) => row.reduce((sum, effect) => sum + effect, base));
  expect(reached[0]).toBeCloseTo(margins[3], 5);
  expect(reached[1]).toBeCloseTo(margins[0], 5);
  expect(explainRows(booster, set, new Uint32Array())).toMatchObject({ effects: [], values: [] });
});
