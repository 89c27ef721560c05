import { asRanked, type RankedScores } from '../metrics/rank-scores.ts';
import { assertRows, type Weights } from '../rows.ts';

/**
 * Average precision as a function of a cluster resample, for `clusterBootstrap`: given how often each cluster is drawn, the
 * `averagePrecision` of the rows with weight × that number.
 *
 * A bootstrap asks hundreds of times about one ranking. So the rows are put in the order of their ranks once; precision
 * counts only where a tie with a positive ends, and between two such ranks a resample is a plain sum. Throws like
 * `averagePrecision` when a resample holds no positive.
 */
export function resampleAveragePrecision({
  label,
  score,
  weight,
  cluster,
}: {
  /** 0 or 1. */
  readonly label: ArrayLike<number>;
  readonly score: ArrayLike<number> | RankedScores;
  readonly weight?: Weights | undefined;
  /** Dense: 0 to (clusters − 1). */
  readonly cluster: Int32Array;
}): (drawn: Int32Array) => number {
  const { order, tieEnd } = asRanked(score);
  assertRows('resampleAveragePrecision', { label, score: order, weight, cluster });
  const rowWeight = (row: number) => (weight ? weight[row] : 1);
  const clusterAt = new Int32Array(order.length);
  const weightAt = new Float64Array(order.length);
  for (let rank = 0; rank < order.length; rank++) {
    clusterAt[rank] = cluster[order[rank]];
    weightAt[rank] = rowWeight(order[rank]);
  }
  const positives = order.filter((row) => label[row] > 0);
  const positiveCluster = Int32Array.from(positives, (row) => cluster[row]);
  const positiveWeight = Float64Array.from(positives, (row) => rowWeight(row) * label[row]);
  const { ends, positiveEnds } = thresholds(label, order, tieEnd);
  return (drawn) => {
    let [rank, positive] = [0, 0];
    let [predictedPositives, truePositives, precisionSum] = [0, 0, 0];
    for (let threshold = 0; threshold < ends.length; threshold++) {
      for (const end = ends[threshold]; rank < end; rank++) {
        predictedPositives += drawn[clusterAt[rank]] * weightAt[rank];
      }
      let found = 0;
      for (const end = positiveEnds[threshold]; positive < end; positive++) {
        found += drawn[positiveCluster[positive]] * positiveWeight[positive];
      }
      if (found === 0) continue;
      truePositives += found;
      precisionSum += (found * truePositives) / predictedPositives;
    }
    if (!(truePositives > 0)) throw new RangeError('resampleAveragePrecision: no positive in a resample');
    return precisionSum / truePositives;
  };
}

/** Where each tie that holds a positive ends, as ranks and as numbers of positives. */
function thresholds(label: ArrayLike<number>, order: Uint32Array, tieEnd: Uint8Array) {
  const [ends, positiveEnds]: [number[], number[]] = [[], []];
  let positives = 0;
  for (let rank = 0; rank < order.length; rank++) {
    if (label[order[rank]] > 0) positives += 1;
    if (tieEnd[rank] === 0 || positives === (positiveEnds.at(-1) ?? 0)) continue;
    ends.push(rank + 1);
    positiveEnds.push(positives);
  }
  return { ends: Uint32Array.from(ends), positiveEnds: Uint32Array.from(positiveEnds) };
}
