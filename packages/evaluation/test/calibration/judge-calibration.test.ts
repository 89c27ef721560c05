import { describe, expect, test } from 'vitest';
import {
  brierScore,
  type CalibrationReport,
  type Calibrator,
  fitCalibrators,
  histogramOf,
  type Interval,
  judgeCalibration,
  logit,
  sigmoid,
} from '../../src/index.ts';
import { seededUniform } from '../reference/seeded-random.ts';

/** 4,000 rows of 400 customers whose log-odds are twice as far from −1 as the margin says. */
const random = seededUniform(11);
const margin = Float64Array.from({ length: 4000 }, () => random() * 4 - 3);
const label = Float64Array.from(margin, (value) => Number(random() < sigmoid(2 * value + 1)));
const cluster = Int32Array.from(margin, (_, row) => row % 400);
const rows = { margin, label, cluster, group: cluster.map((id) => id % 10) };
const { isotonic, platt, none } = fitCalibrators(margin, label);
const judge = (shipped: Calibrator, options = {}) =>
  judgeCalibration(rows, { shipped, alternatives: [isotonic, platt, none] }, { k: 20, ...options });
const judged = judge(platt);
const twice = (values: ArrayLike<number>) => Float64Array.from([...Array.from(values), ...Array.from(values)]);
const slopeOf = ({ slope }: CalibrationReport): Interval => {
  if ('why' in slope) throw new Error(slope.why);
  return slope;
};

describe('calibration judged', () => {
  test('names what ships, and puts every other method beside it', () => {
    expect(judged.shipped.method).toBe('platt');
    expect(judged.alternatives.map(({ method }) => method)).toEqual(['isotonic', 'none']);
    const raw = judge(none);
    expect([raw.shipped, ...raw.alternatives].map(({ method }) => method)).toEqual(['none', 'isotonic', 'platt']);
    expect(raw.alternatives[1]).toEqual(judged.shipped);
  });

  test('finds that raw margins are too timid and that both methods mend it', () => {
    const [fitted, raw] = judged.alternatives;
    expect(slopeOf(raw).low).toBeGreaterThan(1.5);
    for (const one of [judged.shipped, fitted]) {
      expect([slopeOf(one).estimate, one.intercept!.estimate]).toEqual([expect.closeTo(1, 1), expect.closeTo(0, 0)]);
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

  test('says why there is no slope: one forecast for all, or too few positives', () => {
    const constant = judge({ method: 'platt', slope: 0, intercept: -1 });
    expect([constant.shipped.slope, constant.shipped.intercept]).toEqual([
      { why: 'every row has the same forecast' },
      null,
    ]);
    const few = judge(platt, { bins: 8, minimum: { positives: 4001, clusters: 6 } });
    const why = 'fewer than 4001 rows of label 1, or in fewer than 6 clusters';
    expect([few.shipped.slope, few.shipped.bins.length]).toEqual([{ why }, 8]);
  });

  test('compares forecast with rate over all rows and among the top of every group', () => {
    const { inTheLarge, top, brierSkill } = judged;
    expect(inTheLarge.observed).toBeCloseTo(label.reduce((sum, one) => sum + one, 0) / 4000, 12);
    expect(inTheLarge.predicted).toBeCloseTo(inTheLarge.observed, 3);
    expect(top.observed).toBeGreaterThan(2 * inTheLarge.observed);
    expect(Math.abs(top.predicted - top.observed)).toBeLessThan(0.1);
    expect(brierSkill).toBeCloseTo(1 - judged.brier.brier / judged.brier.uncertainty, 12);
  });

  // by hand: 0.9 and 0.6 lead their groups; the rates of 1 in 4 and 1 in 2; (0.81 + 0.16 + 0.36 + 0.01) / 4 against 3/16
  test('of four rows, by hand', () => {
    const four = { label: [0, 1, 0, 0], margin: [0.9, 0.6, 0.6, 0.1].map(logit), group: [1, 2, 1, 2] };
    const found = judgeCalibration(
      { ...four, cluster: Int32Array.of(0, 1, 2, 3) },
      { shipped: none, alternatives: [] },
      { k: 1, bins: 2 },
    );
    // √(1.636² + 2.909² + 1.091² + 0.182²) / 4, of 0.9 / 0.55, 0.6 / 0.55 − 1 / 0.25, 0.6 / 0.55 and 0.1 / 0.55
    const relativeError = expect.closeTo(0.879049, 6);
    expect(found.inTheLarge).toEqual({ predicted: expect.closeTo(0.55, 12), observed: 0.25, relativeError });
    expect(found.top).toEqual({ predicted: expect.closeTo(0.75, 12), observed: 0.5 });
    expect(found.brierSkill).toBeCloseTo(1 - 1.34 / 4 / (3 / 16), 12);
  });

  test('knows less of the ratio where rows share their luck, and nothing where nothing was observed', () => {
    const errorOf = (changed: object) =>
      judgeCalibration({ ...rows, ...changed }, { shipped: platt, alternatives: [] }, { k: 20 }).inTheLarge
        .relativeError;
    const byBlock = Int32Array.from(label.keys(), (row) => row);
    const doubled = {
      margin: twice(margin),
      label: twice(label),
      group: twice(rows.group),
      cluster: Int32Array.from(twice(byBlock)),
    };
    expect(errorOf(doubled)).toBeCloseTo(errorOf({ cluster: byBlock }), 12);
    expect(errorOf({ ...doubled, cluster: Int32Array.from(twice(label).keys()) })).toBeCloseTo(
      errorOf({ cluster: byBlock }) / Math.SQRT2,
      12,
    );
    expect(errorOf({ label: new Float64Array(4000) })).toBe(Number.POSITIVE_INFINITY);
  });

  test('a forecast that is the base rate for everybody has no skill, and one outcome has no skill to be had', () => {
    const rate = judged.inTheLarge.observed;
    expect(judge({ method: 'platt', slope: 0, intercept: logit(rate) }).brierSkill).toBeCloseTo(0, 12);
    const quiet = { ...rows, label: new Float64Array(4000) };
    const found = judgeCalibration(quiet, { shipped: platt, alternatives: [] }, { k: 20 });
    expect([found.brierSkill, found.shipped.slope]).toEqual([
      null,
      { why: expect.stringContaining('fewer than 1 rows') },
    ]);
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
