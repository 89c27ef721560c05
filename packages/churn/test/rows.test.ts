import { describe, expect, test } from 'vitest';
import { concatRows, denseNumbers, take, takeFloats } from '../src/rows.ts';

describe('columns at chosen rows', () => {
  test('keep their kind and follow the order of the rows', () => {
    expect(take(Float64Array.of(10, 20, 30), Uint32Array.of(2, 0, 2))).toEqual(Float64Array.of(30, 10, 30));
    expect(take(Int32Array.of(7, 8), Uint32Array.of(1))).toEqual(Int32Array.of(8));
    expect(takeFloats([0.5, 1.5], Uint32Array.of(1)).buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test('rows of two windows are joined however many they are', () => {
    const joined = concatRows(new Uint32Array(200_000).fill(1), Uint32Array.of(2));
    expect([joined.length, joined[199_999], joined[200_000]]).toEqual([200_001, 1, 2]);
  });

  test('clusters are renumbered in the order they appear', () => {
    expect(denseNumbers(Int32Array.of(40, 7, 40, 9))).toEqual(Int32Array.of(0, 1, 0, 2));
  });
});
