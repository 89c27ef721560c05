/** The mean over rows of `value`, weighted where there are weights. */
export function weightedMean(weight: Float32Array | undefined, numRow: number, value: (row: number) => number): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < numRow; row++) {
    const rowWeight = weight === undefined ? 1 : weight[row];
    sum += rowWeight * value(row);
    total += rowWeight;
  }
  return sum / total;
}
