import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromXgboostJson, predictMargin, predictProbability, toXgboostJson, train } from '../src/index.ts';
import { floatText } from '../src/xgboost-json.ts';
import { matrixOf, parity, parityMatrix, parityModels } from './parity.ts';

const read = (name: string): string => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');

test('writes the text that XGBoost 1.7.6 and 3.2.0 loaded with equal margins', () => {
  // fixtures/load_written.py is the check in real XGBoost; run it again when this text changes.
  const { params } = parity.models.squared;
  const trained = train(params, parityMatrix, { numBoostRound: 7, evalSet: parityMatrix });
  const booster = { ...trained, bestIteration: 4 };
  expect(toXgboostJson(booster)).toBe(read('written-model.json').trim());
  expect([...predictMargin(booster, parityMatrix)]).toEqual(JSON.parse(read('written-margins.json')));
});

test.each(['quantile', 'counted', 'paid', 'ranked'] as const)(
  'writes the text of a %s model that XGBoost 2.0.3 and 3.2.0 loaded with equal margins',
  (name) => {
    const model = parity.models[name];
    const booster = train(model.params, matrixOf(model), { numBoostRound: parity.rounds });
    expect(toXgboostJson(booster)).toBe(read(`written-${name}-model.json`).trim());
    expect([...predictMargin(booster, parityMatrix)]).toEqual(JSON.parse(read(`written-${name}-margins.json`)));
  },
);

test.each(parityModels)('%s: writing and reading gives the same booster', (_, model) => {
  const booster = train(model.params, matrixOf(model), { numBoostRound: parity.rounds });
  const read = fromXgboostJson(toXgboostJson(booster));
  expect(read.trees).toEqual(booster.trees);
  expect(read.baseScore).toBe(booster.baseScore);
  expect(read.featureNames).toEqual(booster.featureNames);
  expect(read.params.objective).toBe(booster.params.objective);
  for (const own of ['quantile_alpha', 'tweedie_variance_power', 'ndcg_exp_gain'] as const) {
    if (model.params[own] !== undefined) expect(read.params[own]).toBe(booster.params[own]);
  }
  expect(predictMargin(read, parityMatrix)).toEqual(predictMargin(booster, parityMatrix));
  expect(toXgboostJson(read)).toBe(toXgboostJson(booster));
});

test('after early stopping holds only the trees that predict, so that any reader predicts alike', () => {
  const options = { numBoostRound: 40, evalSet: flipped(), earlyStoppingRounds: 3 };
  const booster = train({ objective: 'binary:logistic' }, parityMatrix, options);
  const read = fromXgboostJson(toXgboostJson(booster));
  expect(read.trees).toHaveLength((booster.bestIteration ?? Number.NaN) + 1);
  expect(read.bestIteration).toBe(booster.bestIteration);
  expect(predictProbability(read, parityMatrix)).toEqual(predictProbability(booster, parityMatrix));
});

test.each([
  [0, '0E0'],
  [1, '1E0'],
  [0.5, '5E-1'],
  [-12.25, '-1.225E1'],
  [Math.fround(0.1), '1E-1'],
  [Math.fround(1 / 3), '3.3333334E-1'],
  [2 ** 24, '1.6777216E7'],
  [2 ** -149, '1E-45'],
])('writes %d as %s, which no reader takes for an integer', (value, text) => {
  expect(floatText(value)).toBe(text);
});

test('every float32 survives writing and reading', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Math.fround(Number(floatText(value))) + 0).toBe(value + 0); // -0 is 0
    }),
    { seed: 31, numRuns: 1000 },
  );
});

/** The same rows with every label turned round: whatever is learnt makes it worse. */
function flipped(): typeof parityMatrix {
  return { ...parityMatrix, label: Float32Array.from(parity.left, (label) => 1 - label) };
}
