import { describe, expect, test } from 'vitest';
import { assertSameRows, weightedMean } from '../src/rows.ts';

describe('the weighted mean', () => {
  test('keeps small terms beside large ones that cancel', () => {
    const terms = [1e16, 1, 1, 1, -1e16];
    expect(terms.reduce((sum, term) => sum + term, 0)).not.toBe(3);
    expect(weightedMean(terms.length, (row) => terms[row])).toBe(3 / 5);
  });

  test('never asks for the value of a row that weighs nothing', () => {
    const valueOrThrow = (row: number) => {
      if (row === 0) throw new Error('row 0 is absent');
      return 4;
    };
    expect(weightedMean(2, valueOrThrow, [0, 3])).toBe(4);
  });

  test('of rows that weigh nothing is an error, not NaN', () => {
    expect(() => weightedMean(1, () => 1, [0])).toThrow('their weights sum to 0');
  });
});

describe('lists of rows', () => {
  test('of different lengths are refused by name, absent ones pass', () => {
    const lists = { label: [0, 1, 1], score: [0.1, 0.2], weight: undefined };
    expect(() => assertSameRows('rocAuc', lists)).toThrow('rocAuc: label has 3 rows but score has 2');
    expect(() => assertSameRows('rocAuc', { label: [0, 1], weight: undefined })).not.toThrow();
  });
});
