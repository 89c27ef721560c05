import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rocAuc } from '../../src/index.ts';
import { rocAucByPairs } from '../reference/pair-counting.ts';
import { label, score, tiedRows, weight } from '../reference/tied-rows.ts';

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
