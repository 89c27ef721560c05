import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gapWeeks, labelWindowOverlaps, rollingFolds, temporalFold } from '../../src/index.ts';

// Labels that mature after 60 + 28 + 5 = 93 days; the last matured week is 142.
const plan = { firstTrainWeek: 12, trainStep: 4, calibrationWeeks: 12, testWeeks: 12, gapWeeks: gapWeeks(93) };

describe('a temporal fold', () => {
  test('is laid out backwards from its last test week, one gap before each window', () => {
    expect(temporalFold({ ...plan, name: 'final', lastTestWeek: 142 })).toEqual({
      name: 'final',
      decidedAtWeek: 131,
      train: { firstWeek: 12, lastWeek: 92, step: 4 },
      calibration: { firstWeek: 106, lastWeek: 117, step: 1 },
      test: { firstWeek: 131, lastWeek: 142, step: 1 },
    });
  });

  test('rounds the gap up to whole weeks, at least one', () => {
    expect([0, 1, 7, 8, 91, 93].map(gapWeeks)).toEqual([1, 1, 1, 2, 13, 14]);
    expect(() => gapWeeks(Number.NaN)).toThrow('matures after NaN days');
    expect(() => temporalFold({ ...plan, gapWeeks: 0, name: 'careless', lastTestWeek: 142 })).toThrow(
      'a gap of 0 weeks',
    );
  });

  test('never lets a later window start before an earlier label is known', () => {
    const plans = fc.record({
      firstTrainWeek: fc.integer({ min: 0, max: 20 }),
      trainStep: fc.integer({ min: 1, max: 5 }),
      calibrationWeeks: fc.integer({ min: 1, max: 12 }),
      testWeeks: fc.integer({ min: 1, max: 12 }),
      gapWeeks: fc.integer({ min: 1, max: 15 }),
      lastTestWeek: fc.integer({ min: 80, max: 160 }),
    });
    fc.assert(
      fc.property(plans, (anyPlan) => {
        const fold = temporalFold({ ...anyPlan, name: 'any' });
        expect(fold.train.lastWeek + anyPlan.gapWeeks).toBeLessThanOrEqual(fold.calibration.firstWeek);
        expect(fold.calibration.lastWeek + anyPlan.gapWeeks).toBeLessThanOrEqual(fold.test.firstWeek);
        const nextTrainWeek = fold.train.lastWeek + anyPlan.trainStep;
        expect(nextTrainWeek + anyPlan.gapWeeks).toBeGreaterThan(fold.calibration.firstWeek);
        expect(labelWindowOverlaps(fold, anyPlan.gapWeeks)).toEqual([]);
      }),
    );
  });

  test('that leaves no week to train on is an error that says why', () => {
    expect(() => temporalFold({ ...plan, name: 'early', lastTestWeek: 60 })).toThrow(
      'fold early: with a gap of 14 weeks only labels up to week 10 are known when calibration starts in week 24, ' +
        'but training starts in week 12',
    );
  });
});

describe('rolling folds', () => {
  test('follow each other by one test window, oldest first, the last one ending where asked', () => {
    const folds = rollingFolds({ ...plan, testWeeks: 8, calibrationWeeks: 8, lastTestWeek: 105, count: 4 });
    expect(folds.map((fold) => [fold.name, fold.train.lastWeek, fold.test.firstWeek, fold.test.lastWeek])).toEqual([
      ['week-74', 36, 74, 81],
      ['week-82', 44, 82, 89],
      ['week-90', 52, 90, 97],
      ['week-98', 60, 98, 105],
    ]);
  });
});
