import { expect, test } from 'vitest';
import { auditRun, labelWindowOverlap } from '../../src/index.ts';

const DAY = 86_400_000;

/** One entity a row; 30 of each class, and a column that knows the label. */
const rows = 60;
const label = Float32Array.from({ length: rows }, (_, row) => row % 2);
const decidedAt = Float64Array.from({ length: rows }, (_, row) => row * DAY);
const run = {
  names: ['noise', 'knows'],
  columns: [Float32Array.from({ length: rows }, (_, row) => (row * 7) % 13), label],
  label,
  entity: Int32Array.from({ length: rows }, () => 0),
  decidedAt,
  maturesAt: decidedAt.map((at) => at + 10 * DAY),
};
const range = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, index) => from + index);

test('every feature is tried alone, best first', () => {
  const { singleFeatureAucs, findings } = auditRun({ ...run, folds: [] });
  expect(singleFeatureAucs.map(({ name }) => name)).toEqual(['knows', 'noise']);
  expect(findings.map(({ subject }) => subject)).toEqual(['knows']);
});

test('each window of a fold is held against all that come after it, by the span in which its labels settle', () => {
  const windows = { train: range(0, 20), stopping: range(30, 35), calibration: range(35, 40), test: range(50, 60) };
  const folds = [{ fold: { name: 'final' }, ...windows }];
  const overlaps = (changed: Partial<typeof windows>) =>
    auditRun({ ...run, folds: [{ ...folds[0], ...changed }] }, [labelWindowOverlap]).findings.map(
      ({ subject }) => subject,
    );
  expect(overlaps({})).toEqual([]);
  expect(overlaps({ train: range(0, 21) })).toEqual([]);
  expect(overlaps({ train: range(0, 22) })).toEqual(['final: training, calibration']);
  expect(overlaps({ calibration: range(35, 43) })).toEqual(['final: calibration, test']);
  expect(overlaps({ test: range(45, 60), stopping: range(30, 36) })).toEqual(['final: calibration, test']);
  expect(overlaps({ train: range(0, 20), test: range(28, 29) })).toContain('final: training, test');
  expect(overlaps({ test: new Uint32Array(0) })).toEqual([]);
});
