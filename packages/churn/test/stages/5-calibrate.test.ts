import { applyCalibrator } from '@applied-modeling/evaluation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalibratedModel } from '../../src/domain.ts';
import { calibrate } from '../../src/stages/5-calibrate.ts';
import { calibrateSmall, type SmallRun, splitSmall } from '../small-world.ts';

describe('calibrate', () => {
  let run: SmallRun;
  let model: CalibratedModel;
  beforeAll(async () => {
    run = await splitSmall();
    model = await calibrateSmall(run);
  });
  afterAll(() => run.ingested.lake.close());

  it('never tells an account 0 % or 100 %', () => {
    const probability = applyCalibrator(model.calibrator, Float64Array.of(-50, 50));
    expect(probability[0]).toBeGreaterThan(0);
    expect(probability[1]).toBeLessThan(1);
  });

  it('keeps the order of the margins', () => {
    const margins = Float64Array.from({ length: 200 }, (_, index) => -8 + index * 0.08);
    const probability = applyCalibrator(model.calibrator, margins);
    expect(probability.every((p, index) => index === 0 || p >= probability[index - 1])).toBe(true);
  });

  it('learns from all weeks of the calibration window, and from none that trained the model', () => {
    const { stopping, calibration, train } = model.fold;
    const trained = new Set(train);
    expect([...stopping, ...calibration].some((row) => trained.has(row))).toBe(false);
    const otherwise = (changed: (row: number) => boolean) =>
      calibrate({ ...run.set, y: run.set.y.map((y, row) => (changed(row) ? 1 - y : y)) }, model).calibrator;
    expect(otherwise((row) => trained.has(row))).toEqual(model.calibrator);
    for (const half of [stopping, calibration])
      expect(otherwise((row) => row === half[0])).not.toEqual(model.calibrator);
  });
});
