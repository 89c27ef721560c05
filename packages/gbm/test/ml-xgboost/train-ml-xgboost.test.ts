import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import {
  ML_XGBOOST_LIMIT,
  type MlXgboostSettings,
  mlXgboostRefusal,
  trainMlXgboost,
} from '../../src/ml-xgboost/train-ml-xgboost.ts';

const settings: MlXgboostSettings = { rounds: 20, maxDepth: 3, eta: 0.3, minChildWeight: 1 };
const floats = (length: number, at: (row: number) => number) => Float32Array.from({ length }, (_, i) => at(i));
const logit = (probability: number) => Math.log(probability / (1 - probability));

test('predicts what the package itself predicts on twelve rows', async () => {
  const columns = [
    Float32Array.of(0.1, 0.4, 0.6, 0.9, 1.2, 1.5, 1.9, 2.3, 2.8, 3.1, 3.3, 3.9),
    Float32Array.of(3, 1, 2, 5, 4, 1, 2, 6, 1, 4, 7, 2),
  ];
  // require('ml-xgboost').then((XGBoost) => {
  //   const options = { objective: 'binary:logistic', max_depth: 2, eta: 0.5, min_child_weight: 0, subsample: 1, iterations: 3 };
  //   const model = new XGBoost(options); model.train(rows, label); console.log(model.predict(rows)) })
  const probabilities = [
    0.2571851909160614, 0.4946252107620239, 0.4946252107620239, 0.2571851909160614, 0.2571851909160614,
    0.570944607257843, 0.5041694045066833, 0.603184163570404, 0.6654725074768066, 0.603184163570404, 0.6562715768814087,
    0.6562715768814087,
  ];
  const label = [0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1];
  const model = await trainMlXgboost(columns, label, { rounds: 3, maxDepth: 2, eta: 0.5, minChildWeight: 0 });
  const margins = Array.from(model.predictMargin(columns));
  margins.forEach((margin, row) => {
    expect(margin).toBeCloseTo(logit(probabilities[row]), 5);
  });
});

test('recovers a planted rule of two columns, and spends nothing on the third', async () => {
  const columns = [floats(600, (i) => i % 10), floats(600, (i) => (i * 7) % 13), floats(600, (i) => (i * 11) % 17)];
  const label = floats(600, (i) => (columns[0][i] >= 5 !== columns[1][i] < 6 ? 1 : 0));
  const model = await trainMlXgboost(columns, label, settings);
  const margins = model.predictMargin(columns);
  expect(margins.every(Number.isFinite)).toBe(true);
  expect(margins.map((margin) => (margin > 0 ? 1 : 0))).toEqual(label);

  const firstSplits = model.booster.trees.map((tree) => tree.splitFeature[0]);
  expect(firstSplits.every((feature) => feature < 2)).toBe(true);
});

test('learns that a missing value tells something, also beside values of -1', async () => {
  const column = floats(300, (i) => [Number.NaN, -1, -2, 0, 1][i % 5]);
  const label = column.map((value) => (Number.isNaN(value) ? 1 : 0));
  const { predictMargin } = await trainMlXgboost([column], label, settings);
  const [missing, minusOne, minusTwo, zero, one] = predictMargin([column]);
  expect(missing).toBeGreaterThan(2);
  for (const margin of [minusOne, minusTwo, zero, one]) expect(margin).toBeLessThan(-2);
});

test('trains the same model from the same seed', async () => {
  const column = floats(500, (i) => (i * 37) % 101);
  const label = column.map((value, i) => (value > 50 !== (i % 9 === 0) ? 1 : 0));
  const draw = (seed: number) => trainMlXgboost([column], label, { ...settings, subsample: 0.5, seed });
  const [first, again, other] = await Promise.all([draw(1), draw(1), draw(2)]);
  expect(again.booster).toEqual(first.booster);
  expect(other.booster).not.toEqual(first.booster);
});

test('refuses beyond its limit, with the numbers and what to do', async () => {
  expect(mlXgboostRefusal(ML_XGBOOST_LIMIT / 45, 45)).toBeUndefined();
  expect(mlXgboostRefusal(2_500_000, 45)).toBe(
    'ml-xgboost: found 112,500,000 values (2500000 rows × 45 columns), expected at most 90,000,000, which is what its memory holds; train on fewer rows, or with gbm',
  );
  const column = new Float32Array(10_000_000);
  const training = trainMlXgboost(new Array(10).fill(column), column, settings);
  await expect(training).rejects.toThrow('found 100,000,000 values');
});

test('says in its own words why it failed, where the package would end the process', async () => {
  const training = trainMlXgboost([Float32Array.of(1, 2, 3, 4)], [0, 3, 0, 3], settings);
  await expect(training).rejects.toThrow('label must be in [0,1] for logistic regression');
});

test('names the column that is shorter than the label', async () => {
  const training = trainMlXgboost([new Float32Array(3), new Float32Array(2)], [0, 1, 0], settings);
  await expect(training).rejects.toThrow('found 2 values in column 1, expected 3');
});

test('lets timers and Ctrl-C through while it trains', async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 5);
  await trainMlXgboost(
    [floats(2000, (i) => i % 97)],
    floats(2000, (i) => i % 2),
    { ...settings, rounds: 100 },
  );
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(3);
});

test('prints nothing, whether it trains or fails', () => {
  const module = new URL('../../src/ml-xgboost/train-ml-xgboost.ts', import.meta.url).href;
  const program = `
    import { trainMlXgboost } from '${module}';
    const columns = [Float32Array.of(1, 2, 3, 4)];
    await trainMlXgboost(columns, [0, 0, 1, 1], ${JSON.stringify(settings)});
    await trainMlXgboost(columns, [0, 3, 0, 3], ${JSON.stringify(settings)}).catch(() => {});`;
  const loader = import.meta.resolve('tsx');
  const child = spawnSync(process.execPath, ['--import', loader, '--input-type=module', '--eval', program]);
  expect({ status: child.status, stdout: `${child.stdout}`, stderr: `${child.stderr}` }).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  });
});
