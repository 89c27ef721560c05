import { expect, it } from 'vitest';
import { split } from '../../src/stages/3-split.ts';
import { folds, ingested, set } from '../small-run.ts';

it('lets no window begin before the labels of an earlier one are known', () => {
  const { train, calibration, test } = folds.final;
  const known = (rows: Uint32Array) => Math.max(...Array.from(rows, (row) => set.maturesAt[row]));
  const begins = (rows: Uint32Array) => Math.min(...Array.from(rows, (row) => set.spine.decidedAt[row]));
  expect(begins(calibration)).toBeGreaterThanOrEqual(known(train));
  expect(begins(test)).toBeGreaterThanOrEqual(known(calibration));
});

it('refuses a label that never happens', () => {
  expect(() => split({ ...set, y: set.y.map(() => 0) }, ingested.calendar)).toThrow(/single class/);
});
