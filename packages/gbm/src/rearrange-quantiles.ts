/**
 * Predictions of several quantiles of the same rows, rearranged so that they do not cross: each row's are sorted. Boosters
 * trained apart may predict a 0.9-quantile below the 0.5-quantile, which no distribution has.
 *
 * The total pinball loss of a row never grows by it: of two predictions that cross, exchanging them costs nothing, wherever the
 * label lies. Chernozhukov, Fernández-Val & Galichon 2010, "Quantile and Probability Curves Without Crossing".
 *
 * `predictions[i]` holds one value a row at `levels[i]`, as do the new arrays returned. Throws unless the levels ascend and the
 * lengths agree.
 */
export function rearrangeQuantiles(levels: readonly number[], predictions: readonly Float32Array[]): Float32Array[] {
  checkShape(levels, predictions);
  const rearranged = predictions.map((prediction) => prediction.slice());
  const numRow = predictions[0]?.length ?? 0;
  for (let row = 0; row < numRow; row++) sortRow(rearranged, row);
  return rearranged;
}

/** By insertion: there are few, and most rows are in order already. */
function sortRow(quantiles: readonly Float32Array[], row: number): void {
  for (let i = 1; i < quantiles.length; i++) {
    const value = quantiles[i][row];
    let at = i;
    for (; at > 0 && quantiles[at - 1][row] > value; at--) quantiles[at][row] = quantiles[at - 1][row];
    quantiles[at][row] = value;
  }
}

function checkShape(levels: readonly number[], predictions: readonly Float32Array[]): void {
  if (levels.length !== predictions.length) {
    throw new Error(
      `quantiles: found ${predictions.length} predictions for ${levels.length} levels, expected as many of each; predict once a level`,
    );
  }
  levels.forEach((level, i) => {
    if (i > 0 && !(level > levels[i - 1])) {
      throw new Error(
        `quantiles: found level ${level} after ${levels[i - 1]}, expected ascending ones; order the predictions by level`,
      );
    }
    if (predictions[i].length !== predictions[0].length) {
      throw new Error(
        `quantiles: found ${predictions[i].length} rows at level ${level}, expected ${predictions[0].length}; predict the same rows at each`,
      );
    }
  });
}
