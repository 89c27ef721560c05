import { rocAuc } from '@applied-modeling/evaluation';
import { describe, expect, test } from 'vitest';
import { type SingleFeatureAuc, singleFeatureAucs } from '../../src/index.ts';
import { columnOf, honest, ROWS } from './honest-evidence.ts';

const weight = columnOf(({ noise }) => (noise < 0.2 ? 0 : 1 + Math.floor(noise * 4)));
const measure = (columns: readonly Float32Array[], given: ArrayLike<number> | undefined = undefined) =>
  singleFeatureAucs({
    names: columns.map((_, index) => `column_${index}`),
    columns,
    label: honest.label,
    weight: given,
  }) as readonly SingleFeatureAuc[];

describe('AUCs of single features', () => {
  test('are those of the rows that have a value, weighted, in whichever direction is greater', () => {
    const usage = columnOf(({ noise, label }) => noise - 0.3 * label);
    const holed = usage.map((value, row) => (row % 5 === 0 ? Number.NaN : value));
    const kept = [...usage.keys()].filter((row) => row % 5 !== 0 && weight[row] > 0);
    const take = (values: ArrayLike<number>) => kept.map((row) => values[row]);
    const upwards = rocAuc(take(honest.label), take(usage), take(weight));
    expect(upwards).toBeLessThan(0.5);
    expect(measure([holed], weight)[0].auc).toBeCloseTo(1 - upwards, 12);
  });

  test('count a missing value apart, as a flag', () => {
    const vanishing = columnOf(({ label, noise }) => (label === 1 && noise < 0.8 ? Number.NaN : noise));
    const isMissing = vanishing.map((value) => Number(Number.isNaN(value)));
    expect(measure([vanishing])[0].missingnessAuc).toBeCloseTo(rocAuc(honest.label, isMissing), 12);
  });

  test('are not known of a column that nobody has, nor of a label with hardly any positives', () => {
    expect(measure([new Float32Array(ROWS).fill(Number.NaN)])[0].auc).toBeNaN();
    const label = honest.label.map((_, row) => Number(row < 19));
    expect(singleFeatureAucs({ ...honest, label })).toEqual({
      notApplicable: 'the rarer class has 19 rows; below 20 chance alone makes AUCs of 0.75',
    });
  });
});
