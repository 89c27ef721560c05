import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelWindowOverlaps, temporalFold } from '../../src/index.ts';

// Weeks; labels mature after 60 + 28 + 5 = 93 days, and the last matured week is 142.
const plan = {
  firstTrainStep: 12,
  trainStride: 4,
  minimumTrainDecisions: 3,
  calibrationDecisions: 12,
  testDecisions: 12,
  stride: 1,
  gapSteps: 14,
};

describe('a temporal fold', () => {
  test('is laid out backwards from its last test step, one gap before each window', () => {
    expect(temporalFold({ ...plan, name: 'final', lastTestStep: 142 })).toEqual({
      name: 'final',
      train: { first: 12, last: 92, stride: 4 },
      calibration: { first: 106, last: 117, stride: 1 },
      test: { first: 131, last: 142, stride: 1 },
    });
  });

  test('with a stride keeps its windows on the grid that starts with training', () => {
    const rolled = { ...plan, calibrationDecisions: 3, testDecisions: 3, stride: 4 };
    expect(temporalFold({ ...rolled, name: 'older', lastTestStep: 105 })).toEqual({
      name: 'older',
      train: { first: 12, last: 56, stride: 4 },
      calibration: { first: 72, last: 80, stride: 4 },
      test: { first: 96, last: 104, stride: 4 },
    });
  });

  test('refuses to go without a gap', () => {
    expect(() => temporalFold({ ...plan, gapSteps: 0, name: 'careless', lastTestStep: 142 })).toThrow('a gap of 0');
  });

  test('never lets a later window start before an earlier label is known', () => {
    const plans = fc.record({
      firstTrainStep: fc.integer({ min: 0, max: 20 }),
      trainStride: fc.integer({ min: 1, max: 5 }),
      minimumTrainDecisions: fc.integer({ min: 1, max: 4 }),
      calibrationDecisions: fc.integer({ min: 1, max: 12 }),
      testDecisions: fc.integer({ min: 1, max: 12 }),
      stride: fc.integer({ min: 1, max: 3 }),
      gapSteps: fc.integer({ min: 1, max: 15 }),
      lastTestStep: fc.integer({ min: 20, max: 160 }),
    });
    fc.assert(
      fc.property(plans, (anyPlan) => {
        const fold = temporalFold({ ...anyPlan, name: 'any' });
        if (fold === null) return;
        const { train, calibration, test } = fold;
        expect(labelWindowOverlaps(fold, anyPlan.gapSteps)).toEqual([]);
        expect(train.last + anyPlan.trainStride + anyPlan.gapSteps).toBeGreaterThan(calibration.first);
        expect((train.last - train.first) / train.stride + 1).toBeGreaterThanOrEqual(anyPlan.minimumTrainDecisions);
        expect(test.last).toBeGreaterThan(anyPlan.lastTestStep - anyPlan.stride);
      }),
    );
  });

  test('does not exist where too few steps are left to train on', () => {
    expect(temporalFold({ ...plan, name: 'early', lastTestStep: 69 })).toBeNull();
    expect(temporalFold({ ...plan, name: 'early', lastTestStep: 70 })?.train.last).toBe(20);
  });
});
