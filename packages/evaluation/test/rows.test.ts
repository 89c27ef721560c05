import { describe, expect, test } from 'vitest';
import { assertRows, concatRows, denseNumbers, take, takeRuns, weightedMean } from '../src/rows.ts';

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
    expect(() => assertRows('rocAuc', lists)).toThrow('rocAuc: label has 3 rows but score has 2');
    expect(() => assertRows('rocAuc', { label: [0, 1], weight: undefined })).not.toThrow();
  });
});

describe('columns at chosen rows', () => {
  test('keep their kind and follow the order of the rows', () => {
    expect(take(Float64Array.of(10, 20, 30), Uint32Array.of(2, 0, 2))).toEqual(Float64Array.of(30, 10, 30));
    expect(take(Int32Array.of(7, 8), Uint32Array.of(1))).toEqual(Int32Array.of(8));
  });

  test('rows of two windows are joined however many they are', () => {
    const joined = concatRows(new Uint32Array(200_000).fill(1), Uint32Array.of(2));
    expect([joined.length, joined[199_999], joined[200_000]]).toEqual([200_001, 1, 2]);
  });

  test('clusters are renumbered in the order they appear', () => {
    expect(denseNumbers(Int32Array.of(40, 7, 40, 9))).toEqual(Int32Array.of(0, 1, 0, 2));
    expect(denseNumbers(['d', 'a', 'd'])).toEqual(Int32Array.of(0, 1, 0));
  });
});

test('runs of chosen rows are copied end to end, in the order they are asked for', () => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6);
  const runs = takeRuns(values, 2, [2, 0]);
  expect([...runs]).toEqual([5, 6, 1, 2]);
  runs[0] = 9;
  expect(values[4]).toBe(5);
});
