import { describe, expect, test } from 'vitest';
import { splitRows, stepRange, unusableWindows } from '../../src/index.ts';

describe('folds as rows', () => {
  const fold = { name: 'final', train: stepRange(0, 2, 2), calibration: stepRange(4, 5), test: stepRange(7, 7) };
  const refit = { name: 'refit', train: stepRange(0, 4, 2), calibration: stepRange(6, 7) };
  const calendar = { rolling: [], final: fold, refit };
  // Two rows at every step from 0 to 7: rows 2s and 2s + 1 belong to step s.
  const step = Int32Array.from({ length: 16 }, (_, row) => row >> 1);

  test('halve the calibration window and leave out what cannot be used', () => {
    const { final, refit } = splitRows(calendar, step, (row) => row !== 5);
    expect(final).toEqual({
      fold,
      train: Uint32Array.of(0, 1, 4),
      stopping: Uint32Array.of(8, 9),
      calibration: Uint32Array.of(10, 11),
      test: Uint32Array.of(14, 15),
    });
    expect([...refit.train, ...refit.test]).toEqual([0, 1, 4, 8, 9]);
  });

  test('name each window without rows, but for the test of the refit, which lies in the future', () => {
    const empty = splitRows(calendar, step, (row) => row < 10);
    expect(unusableWindows(empty)).toEqual([
      'final, calibration window: no usable row',
      'final, test window: no usable row',
      'refit, stopping window: no usable row',
      'refit, calibration window: no usable row',
    ]);
    expect(unusableWindows(splitRows(calendar, step, () => true))).toEqual([]);
  });

  test('name each window without both classes of a label', () => {
    const split = splitRows(calendar, step, () => true);
    const label = step.map((_, row) => (row === 15 ? 0 : row % 2));
    expect(unusableWindows(split, label)).toEqual([
      'final, test window: 0 positives among 2 rows, expected both classes',
      'refit, calibration window: 0 positives among 2 rows, expected both classes',
    ]);
  });
});
