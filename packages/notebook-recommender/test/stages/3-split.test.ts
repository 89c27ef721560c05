import { rowsInSteps } from '@applied-modeling/evaluation';
import { expect, it } from 'vitest';
import { split } from '../../src/stages/3-split.ts';
import { folds, ingested, set } from '../small-run.ts';

it('begins no window before the labels of an earlier one are known', () => {
  const { train, calibration, test } = folds.final;
  const latest = (rows: Uint32Array) => rows.reduce((most, row) => Math.max(most, set.maturesAt[row]), 0);
  const earliest = (rows: Uint32Array) =>
    rows.reduce((least, row) => Math.min(least, set.spine.decidedAt[row]), Number.POSITIVE_INFINITY);
  expect(earliest(calibration)).toBeGreaterThanOrEqual(latest(train));
  expect(earliest(test)).toBeGreaterThanOrEqual(latest(calibration));
});

it('holds what was shown in its windows, and the set every candidate of the test days beside it', () => {
  const { test } = ingested.calendar.final;
  expect(folds.final.test.some((row) => Number.isNaN(set.position[row]) || Number.isNaN(set.y[row]))).toBe(false);
  const all = rowsInSteps(set.day, test);
  expect(all.length).toBeGreaterThan(4 * folds.final.test.length);
  expect(all.filter((row) => Number.isNaN(set.position[row])).every((row) => Number.isNaN(set.y[row]))).toBe(true);
});

it('refuses a label that never happens', () => {
  expect(() => split({ ...set, y: set.y.map((y) => (Number.isNaN(y) ? y : 0)) }, ingested.calendar)).toThrow(
    /single class/,
  );
});
