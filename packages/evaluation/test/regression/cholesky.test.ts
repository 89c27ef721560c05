import { describe, expect, test } from 'vitest';
import { cholesky, choleskySolve } from '../../src/regression/cholesky.ts';

describe('cholesky', () => {
  // numpy.linalg.cholesky([[4, 2, 2], [2, 5, 3], [2, 3, 6]])
  test('matches numpy, reading the lower triangle only', () => {
    const { lower } = cholesky(Float64Array.of(4, 99, 99, 2, 5, 99, 2, 3, 6), 3);
    expect([...lower]).toEqual([2, 0, 0, 1, 2, 0, 1, 1, 2]);
  });

  test('solves what it factorised', () => {
    const factor = cholesky(Float64Array.of(4, 0, 0, 2, 5, 0, 2, 3, 6), 3);
    // The matrix times (1, 2, 3) is (14, 21, 26).
    expect([...choleskySolve(factor, [14, 21, 26])]).toEqual([1, 2, 3]);
  });

  test('names the column that repeats earlier ones', () => {
    expect(() => cholesky(Float64Array.of(1, 0, 2, 4), 2)).toThrow('column 1 of 2 depends on earlier columns');
  });
});
