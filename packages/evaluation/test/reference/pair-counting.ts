/** The slow twins of the ranking metrics: straight from the definitions, O(rows²). */

/** Every pair of a positive and a negative; a win counts 1, a tie ½. */
export function rocAucByPairs(label: readonly number[], score: readonly number[], weight: readonly number[]): number {
  let won = 0;
  let pairs = 0;
  for (let p = 0; p < label.length; p++) {
    for (let n = 0; n < label.length; n++) {
      if (label[p] !== 1 || label[n] !== 0) continue;
      const pair = weight[p] * weight[n];
      pairs += pair;
      if (score[p] > score[n]) won += pair;
      if (score[p] === score[n]) won += pair / 2;
    }
  }
  return won / pairs;
}

/** For every positive, the precision among the rows that score at least as high. */
export function averagePrecisionByRows(
  label: readonly number[],
  score: readonly number[],
  weight: readonly number[],
): number {
  let precisionSum = 0;
  let positives = 0;
  for (let p = 0; p < label.length; p++) {
    if (label[p] !== 1 || weight[p] === 0) continue;
    let above = 0;
    let positivesAbove = 0;
    for (let i = 0; i < label.length; i++) {
      if (score[i] < score[p]) continue;
      above += weight[i];
      positivesAbove += weight[i] * label[i];
    }
    precisionSum += (weight[p] * positivesAbove) / above;
    positives += weight[p];
  }
  return precisionSum / positives;
}
