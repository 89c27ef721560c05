import { describe, expect, test } from 'vitest';
import { precisionRecallCurve } from '../../src/index.ts';
import { label, score } from '../reference/tied-rows.ts';

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
