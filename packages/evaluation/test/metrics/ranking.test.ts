import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { averagePrecision, lift, precisionRecallCurve, rankScores, rocAuc } from '../../src/index.ts';
import { averagePrecisionByRows, rocAucByPairs } from '../reference/pair-counting.ts';

// Three rows share the score 0.4, across both classes.
const label = [0, 1, 0, 1, 1, 0, 0, 1];
const score = [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.7, 0.9];
const weight = [1, 2, 1, 0.5, 3, 1, 2, 1];

/** Rows with few distinct scores, so that most of them tie, whole weights, and both classes present. */
const tiedRows = fc
  .array(
    fc.record({ label: fc.integer({ min: 0, max: 1 }), score: fc.integer({ min: 0, max: 5 }), weight: fc.nat(3) }),
    {
      maxLength: 25,
    },
  )
  .map((rows) => [...rows, { label: 1, score: 3, weight: 1 }, { label: 0, score: 2, weight: 1 }])
  .map((rows) => ({
    label: rows.map((row) => row.label),
    score: rows.map((row) => row.score),
    weight: rows.map((row) => row.weight),
  }));

describe('average precision', () => {
  // from sklearn.metrics import average_precision_score as ap  (scikit-learn 1.9.1)
  // ap(label, score), ap(label, score, sample_weight=weight)
  test('matches sklearn on eight rows with ties, with and without weights', () => {
    expect(averagePrecision(label, score)).toBeCloseTo(0.8333333333333333, 14);
    expect(averagePrecision(label, score, weight)).toBeCloseTo(0.757085020242915, 14);
  });

  test('equals its slow twin on tied and weighted rows', () => {
    fc.assert(
      fc.property(tiedRows, (rows) => {
        const expected = averagePrecisionByRows(rows.label, rows.score, rows.weight);
        expect(averagePrecision(rows.label, rows.score, rows.weight)).toBeCloseTo(expected, 12);
      }),
    );
  });

  test('does not depend on the order of tied rows', () => {
    const reversed = averagePrecision(label.toReversed(), score.toReversed());
    expect(reversed).toBe(averagePrecision(label, score));
  });

  test('throws without a positive instead of answering 0', () => {
    expect(() => averagePrecision([0, 0], [0.1, 0.2])).toThrow('no positive among 2 rows');
    expect(() => averagePrecision([0, 1], [0.1, 0.2], [1, 0])).toThrow('no positive');
  });
});

describe('ROC AUC', () => {
  // from sklearn.metrics import roc_auc_score; roc_auc_score(label, score), (label, score, sample_weight=weight)
  test('matches sklearn on eight rows with ties, with and without weights', () => {
    expect(rocAuc(label, score)).toBeCloseTo(0.8125, 14);
    expect(rocAuc(label, score, weight)).toBeCloseTo(0.6153846153846154, 14);
  });

  test('equals its slow twin, and a reversed ranking has the complement', () => {
    fc.assert(
      fc.property(tiedRows, (rows) => {
        const auc = rocAuc(rows.label, rows.score, rows.weight);
        expect(auc).toBeCloseTo(rocAucByPairs(rows.label, rows.score, rows.weight), 12);
        const reversed = rows.score.map((value) => -value);
        expect(auc + rocAuc(rows.label, reversed, rows.weight)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('throws when a class is missing', () => {
    expect(() => rocAuc([1, 1], [0.1, 0.2])).toThrow('positives weigh 2, negatives 0');
  });
});

describe('a ranking made once', () => {
  test('serves every weighting with the same answers as the scores themselves', () => {
    const ranked = rankScores(score);
    expect([...ranked.order]).toEqual([7, 3, 6, 1, 4, 5, 2, 0]);
    expect([...ranked.tieEnd]).toEqual([1, 1, 1, 0, 0, 1, 1, 1]);
    expect(averagePrecision(label, ranked, weight)).toBe(averagePrecision(label, score, weight));
    expect(rocAuc(label, ranked)).toBe(rocAuc(label, score));
  });

  test('a weight of two is the row twice, a weight of zero no row', () => {
    const twice = averagePrecision([...label, 0], [...score, 0.7]);
    const multiplicity = [1, 1, 1, 1, 1, 1, 2, 1];
    expect(averagePrecision(label, score, multiplicity)).toBeCloseTo(twice, 14);
    const without = averagePrecision(label.slice(1), score.slice(1));
    expect(averagePrecision(label, score, [0, 1, 1, 1, 1, 1, 1, 1])).toBeCloseTo(without, 14);
  });

  test('NaN has no rank, infinities do', () => {
    expect(() => rankScores([0.1, Number.NaN])).toThrow('score of row 1 is NaN');
    expect([...rankScores([-Infinity, Infinity, 0]).order]).toEqual([1, 2, 0]);
  });

  test('lists of different lengths are refused by name', () => {
    expect(() => rocAuc([0, 1, 1], [0.1, 0.2])).toThrow('rocAuc: label has 3 rows but score has 2');
  });
});

describe('precision-recall curve', () => {
  // from sklearn.metrics import precision_recall_curve; precision_recall_curve(label, score), reversed; it also lists 0.7 and 0.35
  test('matches sklearn wherever recall grows, and at the last score', () => {
    expect(precisionRecallCurve(label, score)).toEqual([
      { threshold: 0.9, precision: 1, recall: 0.25 },
      { threshold: 0.8, precision: 1, recall: 0.5 },
      { threshold: 0.4, precision: 2 / 3, recall: 1 },
      { threshold: 0.1, precision: 0.5, recall: 1 },
    ]);
  });

  test('is thinned but keeps both ends', () => {
    const rows = Array.from({ length: 1000 }, (_, row) => row);
    const curve = precisionRecallCurve(
      rows.map((row) => row % 2),
      rows,
      { points: 20 },
    );
    expect(curve.length).toBeLessThanOrEqual(22);
    expect(curve[0].threshold).toBe(999);
    expect(curve[curve.length - 1]).toEqual({ threshold: 0, precision: 0.5, recall: 1 });
  });
});

describe('lift', () => {
  test('of a perfect ranking is one over the base rate until all positives are taken', () => {
    const points = lift([1, 1, 0, 0, 0, 0, 0, 0], [8, 7, 6, 5, 4, 3, 2, 1], [0.125, 0.25, 0.5, 1]);
    expect(points.map((point) => point.lift)).toEqual([4, 4, 2, 1]);
    expect(points.map((point) => point.captured)).toEqual([0.5, 1, 1, 1]);
  });

  test('takes part of a row where the fraction falls inside one', () => {
    expect(lift([1, 0], [2, 1], [0.25])).toEqual([{ fraction: 0.25, captured: 0.5, lift: 2 }]);
  });

  test('refuses a fraction that is no share of the rows', () => {
    expect(() => lift([1, 0], [2, 1], [0])).toThrow('fraction 0 is not in (0, 1]');
  });
});
