/** Lower triangle L of a symmetric positive definite matrix L·Lᵀ, row by row in a size × size array. */
export type CholeskyFactor = { readonly size: number; readonly lower: Float64Array };

/** Factorises a matrix of which only the lower triangle is read. Throws when a column depends on earlier ones. */
export function cholesky(matrix: Float64Array, size: number): CholeskyFactor {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row * size + column];
      for (let k = 0; k < column; k++) rest -= lower[row * size + k] * lower[column * size + k];
      if (column < row) lower[row * size + column] = rest / lower[column * size + column];
      else if (rest > 1e-13 * matrix[row * size + row]) lower[row * size + row] = Math.sqrt(rest);
      else
        throw new RangeError(`cholesky: column ${row} of ${size} depends on earlier columns; drop it or penalise it`);
    }
  }
  return { size, lower };
}

/** Solves L·Lᵀ·x = right. */
export function choleskySolve({ size, lower }: CholeskyFactor, right: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) x[row] -= lower[row * size + k] * x[k];
    x[row] /= lower[row * size + row];
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) x[row] -= lower[k * size + row] * x[k];
    x[row] /= lower[row * size + row];
  }
  return x;
}
