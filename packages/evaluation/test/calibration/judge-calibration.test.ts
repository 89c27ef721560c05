import { describe, expect, test } from 'vitest';
import { brierScore, fitCalibrators, histogramOf, judgeCalibration, sigmoid } from '../../src/index.ts';
import { seededUniform } from '../reference/seeded-random.ts';

/** 4,000 rows of 400 customers whose log-odds are twice as far from −1 as the margin says. */
const random = seededUniform(11);
const margin = Float64Array.from({ length: 4000 }, () => random() * 4 - 3);
const label = Float64Array.from(margin, (value) => Number(random() < sigmoid(2 * value + 1)));
const rows = { margin, label, cluster: Int32Array.from(margin, (_, row) => row % 400) };
const { isotonic, platt, none } = fitCalibrators(margin, label);
const judged = judgeCalibration(rows, { shipped: platt, alternatives: [isotonic, platt, none] });

describe('calibration judged', () => {
  test('names what ships, and puts every other method beside it', () => {
    expect(judged.shipped.method).toBe('platt');
    expect(judged.alternatives.map(({ method }) => method)).toEqual(['isotonic', 'none']);
    const raw = judgeCalibration(rows, { shipped: none, alternatives: [isotonic, platt, none] });
    expect([raw.shipped, ...raw.alternatives].map(({ method }) => method)).toEqual(['none', 'isotonic', 'platt']);
    expect(raw.alternatives[1]).toEqual(judged.shipped);
  });

  test('finds that raw margins are too timid and that both methods mend it', () => {
    const [fitted, raw] = judged.alternatives;
    expect(raw.slope!.low).toBeGreaterThan(1.5);
    for (const { slope, intercept } of [judged.shipped, fitted]) {
      expect([slope!.estimate, intercept!.estimate]).toEqual([expect.closeTo(1, 1), expect.closeTo(0, 0)]);
    }
    for (const one of [judged.shipped, fitted]) {
      expect(one.brierScore).toBeLessThan(raw.brierScore);
      expect(one.logLoss).toBeLessThan(raw.logLoss);
      expect(one.expectedCalibrationError).toBeLessThan(raw.expectedCalibrationError);
    }
  });

  test('takes the Brier score of what ships apart, and counts its probabilities', () => {
    expect(judged.brier.brier).toBe(judged.shipped.brierScore);
    expect(judged.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(4000);
    expect(judged.shipped.bins).toHaveLength(15);
    expect(judged.shipped.brierScore).toBe(
      brierScore(
        label,
        Float64Array.from(margin, (value) => sigmoid(platt.slope * value + platt.intercept)),
      ),
    );
  });

  test('draws no line through one point, nor where it is told not to', () => {
    const flat = { method: 'platt', slope: 0, intercept: -1 } as const;
    const constant = judgeCalibration(rows, { shipped: flat, alternatives: [] });
    expect([constant.shipped.slope, constant.shipped.intercept]).toEqual([null, null]);
    const few = judgeCalibration(rows, { shipped: platt, alternatives: [] }, { bins: 8, hasSlope: false });
    expect([few.shipped.slope, few.shipped.bins.length]).toEqual([null, 8]);
  });

  test('counts probabilities in twentieths, 1 in the last', () => {
    const bars = histogramOf([0, 0.049, 0.05, 0.999, 1]);
    expect(bars.filter(({ count }) => count > 0)).toEqual([
      { from: 0, to: 0.05, count: 2 },
      { from: 0.05, to: 0.1, count: 1 },
      { from: 0.95, to: 1, count: 2 },
    ]);
  });
});
