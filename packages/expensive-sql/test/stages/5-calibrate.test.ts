import { applyCalibrator, concatRows, take } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { expectedCost, marginsOf } from '../../src/evaluation/scorers.ts';
import { censoringWeights } from '../../src/training-set/censoring.ts';
import { ranToTheEnd } from '../../src/training-set/model-columns.ts';
import { folds, model, set } from '../small-run.ts';

const rows = concatRows(folds.final.stopping, folds.final.calibration);
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

it('expects as many expensive queries as there were, on the rows it was fitted to, those that were cut short included', () => {
  const weight = censoringWeights(set, rows);
  const chance = applyCalibrator(model.calibrator, marginsOf(set, model, rows));
  const expected = sum(chance.map((one, at) => weight[at] * one));
  expect(expected / sum(take(set.y, rows).map((label, at) => weight[at] * label))).toBeCloseTo(1, 6);
  expect(sum(weight)).toBeGreaterThan(rows.length);
});

it('undoes the log of the forecast cost on average', () => {
  const whole = ranToTheEnd(set, rows);
  const ratios = expectedCost(model)
    .logCost(set, whole)
    .map((log, at) => set.cpuSeconds[whole[at]] / (model.costSmearing * Math.exp(log)));
  expect(sum(ratios) / whole.length).toBeCloseTo(1, 2);
  expect(model.meanCpuSeconds.expensive).toBeGreaterThan(600);
  expect(model.meanCpuSeconds.other).toBeLessThan(60);
});
