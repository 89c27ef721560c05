import { bootstrapSums } from '../bootstrap/bootstrap-sums.ts';
import type { ClusterBootstrapOptions } from '../bootstrap/cluster-bootstrap.ts';
import { type Interval, intervalOf } from '../interval.ts';
import type { Weights } from '../rows.ts';
import type { Probabilities } from '../units.ts';
import { applyCalibrator, type Calibrator } from './apply-calibrator.ts';

interface JudgedRows {
  readonly label: ArrayLike<number>;
  readonly weight: Weights;
  readonly cluster: Int32Array;
}

type Options = Pick<ClusterBootstrapOptions, 'seed' | 'replicates' | 'level'>;

/** Of the calibrator that ships − that of the first of another method; an interval that holds 0 is a tie. */
export function brierMinusNext(
  rows: JudgedRows & { readonly margin: Float64Array },
  { calibrator, alternatives }: { readonly calibrator: Calibrator; readonly alternatives: readonly Calibrator[] },
  options: Options,
): Interval {
  const next = alternatives.find(({ method }) => method !== calibrator.method)!;
  const [ours, theirs] = [calibrator, next].map((one) => applyCalibrator(one, rows.margin));
  return brierDifference(rows, ours, theirs, options);
}

/** Brier score of `a` − that of `b` on the same rows, paired: an interval that holds 0 is a tie. `cluster` is dense. */
export function brierDifference(rows: JudgedRows, a: Probabilities, b: Probabilities, options: Options): Interval {
  const { label, weight, cluster } = rows;
  const clusters = cluster.reduce((most, id) => Math.max(most, id + 1), 0);
  const [difference, weights] = [new Float64Array(clusters), new Float64Array(clusters)];
  for (let row = 0; row < label.length; row++) {
    difference[cluster[row]] += weight[row] * ((a[row] - label[row]) ** 2 - (b[row] - label[row]) ** 2);
    weights[cluster[row]] += weight[row];
  }
  return intervalOf(bootstrapSums([difference, weights], options, ([sum, total]) => [sum / total])[0]);
}
