/**
 * How many equally weighted rows would tell as much: (Σ w)² / Σ w² (Kish 1965, "Survey sampling"). The number of rows where all
 * weigh the same, near 1 where a single row outweighs the others, 0 where nothing weighs anything.
 */
export function effectiveSampleSize(weight: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let row = 0; row < weight.length; row++) {
    sum += weight[row];
    squares += weight[row] ** 2;
  }
  return squares === 0 ? 0 : sum ** 2 / squares;
}
