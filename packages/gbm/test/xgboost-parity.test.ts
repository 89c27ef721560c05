import { describe, expect, test } from 'vitest';
import { contributions, fromXgboostJson, gainImportance, predictMargin, train } from '../src/index.ts';
import { objectiveOf } from '../src/objectives.ts';
import { matrixOf, parity, parityMatrix, parityModels, parityRow } from './parity.ts';

describe.each(parityModels)('%s', (_, fixture) => {
  const { params, margins, responses, metric, model, importance, contributions: expected } = fixture;
  const matrix = matrixOf(fixture);
  const ours = train(params, matrix, { numBoostRound: parity.rounds, evalSet: matrix });
  const theirs = fromXgboostJson(JSON.stringify(model));

  test('grows the trees that XGBoost grows', () => {
    expect(theirs.trees).toHaveLength(parity.rounds);
    theirs.trees.forEach((tree, i) => {
      const grown = ours.trees[i];
      expect(grown.leftChild).toEqual(tree.leftChild);
      expect(grown.splitFeature).toEqual(tree.splitFeature);
      expect(grown.defaultLeft).toEqual(tree.defaultLeft);
      expectClose(grown.splitCondition, tree.splitCondition, 1e-5);
      expectClose(grown.gain, tree.gain, 1e-4);
      expectClose(grown.sumHessian, tree.sumHessian, 1e-5);
      expectClose(grown.baseWeight, tree.baseWeight, 1e-5);
    });
  });

  test('ends at the margins where XGBoost ends', () => {
    expectClose(predictMargin(ours, parityMatrix), margins, 2e-6);
  });

  test('starts from the base score that XGBoost estimates', () => {
    expect(ours.baseScore).toBeCloseTo(theirs.baseScore, 6);
  });

  test('watches the metric that XGBoost watches', () => {
    expectClose(ours.evalHistory, metric, 1e-6);
  });

  test("gives XGBoost's margins for XGBoost's model, bit for bit", () => {
    expect(predictMargin(theirs, parityMatrix)).toEqual(Float32Array.from(margins));
  });

  test("gives XGBoost's responses to two units in the last place", () => {
    const { response } = objectiveOf(theirs.params);
    const found = predictMargin(theirs, parityMatrix).map(response);
    found.forEach((value, row) => {
      expect(Math.abs(value - responses[row])).toBeLessThanOrEqual(2 * 2 ** -23 * Math.abs(value));
    });
  });

  test("splits margins into XGBoost's contributions", () => {
    expected.forEach((row, i) => {
      const { bias, values } = contributions(theirs, parityRow(i));
      expectClose([...values, bias], row, 1e-5);
    });
  });

  test("counts XGBoost's total_gain, gain and weight", () => {
    for (const { feature, totalGain, gain, splits } of gainImportance(theirs)) {
      expect(totalGain).toBeCloseTo(importance.total_gain[feature], 3);
      expect(gain).toBeCloseTo(importance.gain[feature], 3);
      expect(splits).toBe(importance.weight[feature]);
    }
    expect(gainImportance(theirs)).toHaveLength(Object.keys(importance.weight).length);
  });
});

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(Math.abs(found[i] - expected[i])).toBeLessThanOrEqual(tolerance);
}
