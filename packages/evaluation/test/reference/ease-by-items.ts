/** EASEᴿ as Steck's paper writes it: the inverse over items, by Gauss and Jordan, and the scores of all users and items. */
export function easeByItems(matrix: readonly (readonly number[])[], l2: number): number[][] {
  const items = matrix[0].length;
  const gram = Array.from({ length: items }, (_, i) =>
    Array.from({ length: items }, (_, j) => matrix.reduce((sum, row) => sum + row[i] * row[j], i === j ? l2 : 0)),
  );
  const inverse = invert(gram);
  const weight = (i: number, j: number) => (i === j ? 0 : -inverse[i][j] / inverse[j][j]);
  return matrix.map((row) =>
    Array.from({ length: items }, (_, j) => row.reduce((sum, used, i) => sum + used * weight(i, j), 0)),
  );
}

function invert(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  for (let pivot = 0; pivot < size; pivot++) {
    const scale = rows[pivot][pivot];
    rows[pivot] = rows[pivot].map((value) => value / scale);
    for (let other = 0; other < size; other++) {
      if (other === pivot) continue;
      const factor = rows[other][pivot];
      rows[other] = rows[other].map((value, at) => value - factor * rows[pivot][at]);
    }
  }
  return rows.map((row) => row.slice(size));
}
