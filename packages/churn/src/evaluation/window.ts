import * as evaluation from '@applied-modeling/evaluation';
import type { TrainingSet } from '../domain.ts';
import { evaluateSettings } from '../settings.ts';

/** The rows of a test window as columns. */
export interface Window {
  readonly rows: Uint32Array;
  readonly label: Float32Array;
  readonly weight: Float32Array;
  readonly week: Int32Array;
  /** Accounts. Whole ones are resampled, never rows: an account's twelve weekly rows are one story told twelve times. */
  readonly cluster: Int32Array;
}

/** Throws for a row without a label: nothing is judged by what is not known yet. */
export function openWindow(set: TrainingSet, rows: Uint32Array): Window {
  const unknown = rows.find((row) => Number.isNaN(set.y[row]));
  if (unknown !== undefined) {
    throw new Error(
      `test window: the label of ${set.accountId[unknown]} in week ${set.week[unknown]} is not known, expected matured rows; ` +
        'leave rows of weight 0 out of the split',
    );
  }
  return {
    rows,
    label: evaluation.take(set.y, rows),
    weight: evaluation.take(set.weight, rows),
    week: evaluation.take(set.week, rows),
    cluster: evaluation.denseNumbers(evaluation.take(set.cluster, rows)),
  };
}

/** Below this many collapsed accounts some resamples would hold none, and an interval would mean nothing anyway. */
export const MINIMUM_POSITIVE_ACCOUNTS = 15;
export const MINIMUM_POSITIVES = { positives: MINIMUM_POSITIVE_ACCOUNTS, clusters: MINIMUM_POSITIVE_ACCOUNTS };

/** The rows of a window for which something holds, and where in the window they stand. */
export function partOf(set: TrainingSet, { rows }: Window, holds: (row: number) => boolean) {
  const at = Uint32Array.from(rows.keys()).filter((position) => holds(rows[position]));
  return { ...openWindow(set, evaluation.take(rows, at)), at };
}

/** Average precision on a part of the window, whose interval is wide anyway; null where too few accounts collapsed to say. */
export function judgePart(part: Window, score: Float64Array, seed: number): evaluation.Interval | null {
  if (!evaluation.hasEnoughPositives(part, MINIMUM_POSITIVES)) return null;
  const { partReplicates, level } = evaluateSettings;
  const options = { seed, replicates: partReplicates, level };
  return evaluation.intervalOf(evaluation.bootstrapAveragePrecision(part, [evaluation.rankScores(score)], options)[0]);
}

export function baseRateOf({ label, weight }: Window): number {
  return evaluation.weightedMean(label.length, (row) => label[row], weight);
}
