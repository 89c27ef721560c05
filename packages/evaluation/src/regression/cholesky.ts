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

/** (L·Lᵀ)⁻¹ as a whole: Σ over rows r of L⁻¹ of rᵀ·r. A sixth of the work of solving for every unit, and all of it along rows. */
export function choleskyInverse({ size, lower }: CholeskyFactor): Float64Array {
  const inverse = new Float64Array(size * size);
  const ofLower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const start = row * size;
    ofLower[start + row] = 1;
    for (let k = 0; k < row; k++) {
      const factor = lower[start + k];
      if (factor === 0) continue;
      for (let column = 0; column <= k; column++) ofLower[start + column] -= factor * ofLower[k * size + column];
    }
    for (let column = 0; column <= row; column++) ofLower[start + column] /= lower[start + row];
    for (let i = 0; i <= row; i++) {
      const factor = ofLower[start + i];
      if (factor === 0) continue;
      for (let j = 0; j <= i; j++) inverse[i * size + j] += factor * ofLower[start + j];
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) inverse[j * size + i] = inverse[i * size + j];
  return inverse;
}
