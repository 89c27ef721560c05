import {
  bootstrapAveragePrecision,
  type ClusteredRows,
  hasEnoughPositives,
} from '../bootstrap/bootstrap-average-precision.ts';
import type { ResamplingOptions } from '../bootstrap/cluster-bootstrap.ts';
import { type Interval, intervalOf } from '../interval.ts';
import { rankScores } from '../metrics/rank-scores.ts';
import { denseNumbers, take, weightedMean } from '../rows.ts';

/** Decisions whose label may still be unknown (NaN): lists run parallel. */
export interface LabelledDecisions {
  readonly y: Float32Array;
  readonly weight: Float32Array;
  readonly step: Int32Array;
  readonly cluster: Int32Array;
}

/** The rows of a test window as columns: what every judge of a ranking looks at. */
export interface TestWindow extends ClusteredRows {
  readonly rows: Uint32Array;
  readonly label: Float32Array;
  readonly weight: Float32Array;
  readonly step: Int32Array;
  /** Customers, jobs, templates: whole ones are resampled, never rows, as the rows of one are one story told again and again. */
  readonly cluster: Int32Array;
}

export interface PartOptions extends ResamplingOptions {
  /** Below this, some resamples would hold no positive, and an interval would mean nothing anyway. */
  readonly minimum: { readonly positives: number; readonly clusters: number };
}

/** Throws for a row without a label: nothing is judged by what is not known yet. */
export function openWindow({ y, weight, step, cluster }: LabelledDecisions, rows: Uint32Array): TestWindow {
  const unknown = rows.find((row) => Number.isNaN(y[row]));
  if (unknown !== undefined) {
    throw new RangeError(
      `test window: the label of row ${unknown}, decided in step ${step[unknown]}, is not known, expected matured rows; ` +
        'leave rows of weight 0 out of the split',
    );
  }
  const columns = { label: take(y, rows), weight: take(weight, rows), step: take(step, rows) };
  return { rows, ...columns, cluster: denseNumbers(take(cluster, rows)) };
}

/** The rows of a window for which something holds, and where in the window they stand. */
export function partOf(window: TestWindow, holds: (row: number) => boolean): TestWindow & { readonly at: Uint32Array } {
  const at = Uint32Array.from(window.rows.keys()).filter((place) => holds(window.rows[place]));
  const columns = { label: take(window.label, at), weight: take(window.weight, at), step: take(window.step, at) };
  return { at, rows: take(window.rows, at), ...columns, cluster: denseNumbers(take(window.cluster, at)) };
}

export function baseRateOf({ label, weight }: TestWindow): number {
  return weightedMean(label.length, (row) => label[row], weight);
}

/** Average precision on a part of the window; null where too few clusters hold a positive to say. */
export function judgePart(part: TestWindow, score: Float64Array, options: PartOptions): Interval | null {
  if (!hasEnoughPositives(part, options.minimum)) return null;
  return intervalOf(bootstrapAveragePrecision(part, [rankScores(score)], options)[0]);
}
