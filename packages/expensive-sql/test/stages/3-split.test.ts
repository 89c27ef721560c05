import { expect, it } from 'vitest';
import { split } from '../../src/stages/3-split.ts';
import { folds, ingested, set } from '../small-run.ts';

it('begins no window before the labels of an earlier one are known', () => {
  const { train, calibration, test } = folds.final;
  const latest = (rows: Uint32Array) => rows.reduce((most, row) => Math.max(most, set.maturesAt[row]), 0);
  const earliest = (rows: Uint32Array) =>
    rows.reduce((least, row) => Math.min(least, set.spine.decidedAt[row]), Infinity);
  expect(earliest(calibration)).toBeGreaterThanOrEqual(latest(train));
  expect(earliest(test)).toBeGreaterThanOrEqual(latest(calibration));
});

it('leaves out what has no label, and what nobody can read', () => {
  for (const rows of [folds.final.train, folds.final.test, folds.refit.train]) {
    expect(rows.some((row) => Number.isNaN(set.y[row]))).toBe(false);
    expect(rows.some((row) => set.kind[row] !== 'understood')).toBe(false);
  }
  expect(set.kind).toContain('syntax-error');
  expect(set.y.some(Number.isNaN)).toBe(true);
});

it('refuses a label that never happens', () => {
  expect(() => split({ ...set, y: set.y.map(() => 0) }, ingested.calendar)).toThrow(/single class/);
});
