import { describe, expect, test } from 'vitest';
import { cholesky, choleskyInverse, choleskySolve } from '../../src/regression/cholesky.ts';
import { seededUniform } from '../reference/seeded-random.ts';

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

  test('inverts what it factorised', () => {
    const size = 9;
    const uniform = seededUniform(4);
    const square = Array.from({ length: size }, () => Array.from({ length: size }, uniform));
    const gram = square.map((one, i) =>
      square.map((other, j) => one.reduce((sum, a, k) => sum + a * other[k], Number(i === j))),
    );
    const factor = cholesky(Float64Array.from(gram.flat()), size);
    const inverse = choleskyInverse(factor);
    for (let row = 0; row < size; row++) {
      const unit = Float64Array.from({ length: size }, (_, at) => Number(at === row));
      const solved = choleskySolve(factor, unit);
      for (let at = 0; at < size; at++) expect(inverse[row * size + at]).toBeCloseTo(solved[at], 12);
    }
  });

  test('names the column that repeats earlier ones', () => {
    expect(() => cholesky(Float64Array.of(1, 0, 2, 4), 2)).toThrow('column 1 of 2 depends on earlier columns');
  });
});
