import { describe, expect, test } from 'vitest';
import {
  explainLogistic,
  fitLogisticRegression,
  type LogisticModel,
  predictLogistic,
  sigmoid,
} from '../../src/index.ts';
import { seededUniform } from '../reference/seeded-random.ts';

// Two columns of mean 0 and deviation 1: a = array([-1.5, -1, -.5, 0, 0, .5, 1, 1.5]); a / a.std(), and alternating ±1.
const columns = [
  [
    -1.6035674514745464, -1.0690449676496976, -0.5345224838248488, 0, 0, 0.5345224838248488, 1.0690449676496976,
    1.6035674514745464,
  ],
  [1, -1, 1, -1, 1, -1, 1, -1],
];
const names = ['trend', 'sign'];
const label = [0, 0, 1, 0, 1, 1, 0, 1];
const weight = [1, 2, 1, 0.5, 3, 1, 2, 1];

const coefficientsOf = (model: ReturnType<typeof fitLogisticRegression>) =>
  model.features.map(({ coefficient }) => coefficient);

// LogisticRegression(C=C, tol=1e-12, max_iter=10000).fit(X, label)  (scikit-learn 1.9.1)
describe('logistic regression', () => {
  test('matches sklearn on standardised columns at two strengths of penalty', () => {
    const [loose, tight] = [1, 0.1].map((C) => fitLogisticRegression(columns, names, label, { C }));
    expect(coefficientsOf(loose)[0]).toBeCloseTo(0.5683954171767681, 7);
    expect(coefficientsOf(loose)[1]).toBeCloseTo(0.09884077144196914, 7);
    expect(loose.intercept).toBeCloseTo(0, 7);
    expect(coefficientsOf(tight)[0]).toBeCloseTo(0.1339588084776493, 7);
    expect(coefficientsOf(tight)[1]).toBeCloseTo(0.005946012746221799, 7);
  });

  // w = weight; mu = average(X, 0, w); Z = (X - mu) / sqrt(average((X - mu) ** 2, 0, w)); fit(Z, label, sample_weight=w)
  test('matches sklearn with weights, on columns standardised by them', () => {
    const model = fitLogisticRegression(columns, names, label, { weight });
    expect(coefficientsOf(model)[0]).toBeCloseTo(0.4489523516400032, 7);
    expect(coefficientsOf(model)[1]).toBeCloseTo(0.18902697961307138, 7);
    expect(model.intercept).toBeCloseTo(0.08977662454452989, 7);
  });

  test('the unit of a column changes no prediction', () => {
    const model = fitLogisticRegression(columns, names, label);
    const inCents = columns.map((column) => column.map((value) => 100 * value + 7));
    const same = fitLogisticRegression(inCents, names, label);
    predictLogistic(same, inCents).forEach((margin, row) => {
      expect(margin).toBeCloseTo(predictLogistic(model, columns)[row], 9);
    });
  });

  test('tells what each feature adds: base and effects add up to the margin, a missing value counts for being missing', () => {
    const model: LogisticModel = {
      intercept: -1,
      features: [
        { name: 'a', mean: 1, scale: 2, coefficient: 4, missing: null },
        { name: 'b', mean: 10, scale: 5, coefficient: -1, missing: { mean: 0.5, scale: 0.5, coefficient: 3 } },
      ],
      C: 1,
    };
    const rows = [
      [2, Number.NaN],
      [20, Number.NaN],
    ];
    const { base, effects, values } = explainLogistic(model, rows, Uint32Array.of(0, 1));
    expect(base).toBe(-1);
    // 4 · (2 − 1) / 2, then −1 · (20 − 10) / 5 + 3 · (0 − 0.5) / 0.5; missing both: nothing, then 3 · (1 − 0.5) / 0.5
    expect(effects.map((row) => [...row])).toEqual([
      [2, -5],
      [0, 3],
    ]);
    expect(values[0]).toEqual(Float64Array.of(2, 20));
    expect([...predictLogistic(model, rows)]).toEqual([-4, 2]);
  });

  test('recovers a planted rule, also where being missing is what matters', () => {
    const uniform = seededUniform(5);
    const rows = 20_000;
    const driver = Float64Array.from({ length: rows }, () => uniform() * 4 - 2);
    const patchy = Float64Array.from({ length: rows }, () => (uniform() < 0.2 ? Number.NaN : uniform()));
    const outcome = driver.map((value, row) =>
      Number(uniform() < sigmoid(value - 1 + (Number.isNaN(patchy[row]) ? 2 : 0))),
    );
    const model = fitLogisticRegression([driver, patchy], ['driver', 'patchy'], outcome);
    const [{ coefficient, scale, missing }, patchyFeature] = model.features;
    expect(missing).toBeNull();
    expect(coefficient / scale).toBeCloseTo(1, 1);
    expect(patchyFeature.coefficient).toBeCloseTo(0, 1);
    const indicator = patchyFeature.missing!;
    expect(Math.abs(indicator.coefficient / indicator.scale - 2)).toBeLessThan(0.15 /* three standard errors */);
  });

  test('a gap that training never saw counts as the mean', () => {
    const model = fitLogisticRegression(columns, names, label);
    const [atGap, atMean] = predictLogistic(model, [
      [Number.NaN, model.features[0].mean],
      [1, 1],
    ]);
    expect(atGap).toBe(atMean);
  });

  test('constant and wholly missing columns get no say', () => {
    const dead = [...columns, label.map(() => 0.1), label.map(() => Number.NaN)];
    const model = fitLogisticRegression(dead, [...names, 'constant', 'absent'], label);
    expect(coefficientsOf(model)[2]).toBeCloseTo(0, 14);
    expect(coefficientsOf(model)[3]).toBe(0);
    expect(coefficientsOf(model)[0]).toBeCloseTo(0.5683954171767681, 7);
  });

  test('survives JSON unchanged', () => {
    const model = fitLogisticRegression(columns, names, label);
    expect(predictLogistic(JSON.parse(JSON.stringify(model)), columns)).toEqual(predictLogistic(model, columns));
  });

  test('a label of one class is refused', () => {
    expect(() =>
      fitLogisticRegression(
        columns,
        names,
        label.map(() => 1),
      ),
    ).toThrow('the base rate is 1');
  });

  test('names the column it cannot use', () => {
    expect(() => fitLogisticRegression([[1, Infinity]], ['spend'], [0, 1])).toThrow(
      'column spend is Infinity at row 1',
    );
    expect(() => fitLogisticRegression(columns, ['trend'], label)).toThrow('2 columns for 1 names (trend)');
    expect(() => predictLogistic(fitLogisticRegression(columns, names, label), [columns[0]])).toThrow(
      '1 columns for 2',
    );
  });
});
