import { bootstrapSums } from '../bootstrap/bootstrap-sums.ts';
import type { ResamplingOptions } from '../bootstrap/cluster-bootstrap.ts';
import { type Interval, intervalOf } from '../interval.ts';
import { assertRows, denseNumbers } from '../rows.ts';

/** What was shown where, and what it earned. Lists run parallel. */
export interface ShownSlots {
  /** From 1. */
  readonly position: ArrayLike<number>;
  /** Such as 1 for a click. */
  readonly reward: ArrayLike<number>;
  readonly cluster: ArrayLike<unknown>;
}

/** With fewer clusters that earned something in first place, a resample may hold none to compare with. */
const FEWEST_CLUSTERS = 12;

/**
 * The mean reward at each position, relative to the first: who looks where, by the position-based model, wherever the order was drawn
 * by lot and no position holds better items than another (Joachims, Swaminathan & Schnabel 2017 estimate it from such swaps). On
 * slates in somebody's order it is the product of that and of how good the order is: the position bias itself. Null where too few
 * clusters earned anything in first place.
 */
export function examinationByPosition(
  { position, reward, cluster }: ShownSlots,
  positions: number,
  options: ResamplingOptions,
): readonly Interval[] | null {
  assertRows('examinationByPosition', { position, reward });
  const clusters = denseNumbers(cluster);
  const count = clusters.reduce((most, id) => Math.max(most, id + 1), 0);
  const [shown, earned] = [0, 1].map(() => Array.from({ length: positions }, () => new Float64Array(count)));
  for (const [row, id] of clusters.entries()) {
    const at = position[row] - 1;
    if (at >= positions) continue;
    shown[at][id] += 1;
    earned[at][id] += reward[row];
  }
  if (earned[0].filter((sum) => sum > 0).length < FEWEST_CLUSTERS) return null;
  return bootstrapSums([...shown, ...earned], options, (totals) => {
    const rate = (at: number) => totals[positions + at] / Math.max(1, totals[at]);
    return shown.map((_, at) => rate(at) / rate(0));
  }).map(intervalOf);
}
