import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  applyCalibrator,
  type Calibrator,
  fitIsotonic,
  fitPlatt,
  type logLoss,
  type Margins,
  type Probabilities,
  sigmoid,
} from '../../src/index.ts';
import { label, margin } from '../reference/ten-margins.ts';

describe('a calibrator', () => {
  test('survives JSON unchanged', () => {
    const calibrators: Calibrator[] = [fitIsotonic(margin, label), fitPlatt(margin, label), { method: 'none' }];
    for (const calibrator of calibrators) {
      const revived: Calibrator = JSON.parse(JSON.stringify(calibrator));
      expect(applyCalibrator(revived, margin)).toEqual(applyCalibrator(calibrator, margin));
    }
  });

  test('of method none is the sigmoid', () => {
    expect([...applyCalibrator({ method: 'none' }, [0, 2])]).toEqual([0.5, sigmoid(2)]);
  });

  test('turns margins into probabilities once: a second time does not compile', () => {
    const probability = applyCalibrator({ method: 'none' }, margin);
    expectTypeOf(probability).toExtend<Probabilities>();
    expectTypeOf(probability).not.toExtend<Margins>();
    expectTypeOf<Margins>().not.toExtend<Parameters<typeof logLoss>[1]>();
    expectTypeOf<Float64Array>().toExtend<Margins>();
  });
});
