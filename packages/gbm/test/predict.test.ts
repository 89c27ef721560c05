import { expect, test } from 'vitest';
import { contributions, predictMargin, predictProbability, train } from '../src/index.ts';
import { leafValueOfRow } from '../src/tree.ts';
import { parity, parityMatrix } from './parity.ts';

const booster = train(parity.models.logistic.params, parityMatrix, { numBoostRound: 4 });

test('adds leaf values in the order of trees, rounding to float32 each time', () => {
  const expected = Float32Array.from({ length: parityMatrix.numRow }, (_, row) =>
    booster.trees.reduce(
      (margin, tree) => Math.fround(margin + leafValueOfRow(tree, parityMatrix.columns, row)),
      Math.fround(Math.log(0.4 / 0.6)),
    ),
  );
  expect(predictMargin(booster, parityMatrix.columns)).toEqual(expected);
});

test('predicts any number of rows, none included', () => {
  const repeat = (times: number): Float32Array[] =>
    parityMatrix.columns.map((column) => Float32Array.from({ length: 32 * times }, (_, i) => column[i % 32]));
  const once = predictMargin(booster, repeat(1));
  for (const times of [5, 40]) {
    expect([...predictMargin(booster, repeat(times))]).toEqual(
      Array(times)
        .fill([...once])
        .flat(),
    );
  }
  expect(predictMargin(booster, repeat(0))).toHaveLength(0);
});

test('probabilities are the logistic function of margins', () => {
  const margins = predictMargin(booster, parityMatrix);
  predictProbability(booster, parityMatrix).forEach((probability, row) => {
    expect(probability).toBeCloseTo(1 / (1 + Math.exp(-margins[row])), 6);
  });
});

test('refuses features that are not those of training', () => {
  const { columns } = parityMatrix;
  expect(() => predictMargin(booster, columns.slice(1))).toThrow('features: found 2 columns, expected 3');
  expect(() => predictMargin(booster, { columns, featureNames: ['tickets', 'hours', 'plan'] })).toThrow(
    'features: found tickets at position 0, expected hours; order the columns as the model',
  );
  expect(() => predictMargin(booster, [columns[0], columns[1], new Float32Array(3)])).toThrow(
    'features: column plan: found 3 values, expected 32',
  );
  const [hours, ...others] = columns;
  expect(() => predictMargin(booster, [hours.with(3, -Infinity), ...others])).toThrow(
    'features: column hours: found -Infinity at row 3, expected a finite number or NaN for missing; clip it',
  );
  expect(() => predictMargin(booster, [[...hours] as unknown as Float32Array, ...others])).toThrow(
    'features: column hours: found values of kind Array, expected Float32Array',
  );
  expect(() => contributions(booster, Float32Array.of(1, Infinity, 2))).toThrow('contributions: row: found Infinity');
});

test('has no probability for a regression', () => {
  const regression = train({}, parityMatrix, { numBoostRound: 1 });
  expect(() => predictProbability(regression, parityMatrix)).toThrow('found objective reg:squarederror');
});
